namespace Foldline.Workflows;

/// <summary>How the engine looks after campaigns.</summary>
public sealed record KeeperOptions
{
    /// <summary>
    /// Targets under way at once for each slot of the living workers: enough that no slot waits, few enough that search does not run ahead of the network
    /// without bound and a campaign of higher priority is served soon; default 4.
    /// </summary>
    public int WindowPerSlot { get; init; } = 4;

    /// <summary>The window where no worker lives: what is admitted then waits for the first; default 4.</summary>
    public int LeastWindow { get; init; } = 4;

    /// <summary>A worker that was not heard of for so long is dead and its work is taken over; default 25 seconds.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How often rows are compared with what is queued; default 5 seconds.</summary>
    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often instances that wait for others are looked at; default 1 second.</summary>
    public TimeSpan ParentInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often budgets are compared with what was spent; default 5 seconds.</summary>
    public TimeSpan BudgetInterval { get; init; } = TimeSpan.FromSeconds(5);
}
