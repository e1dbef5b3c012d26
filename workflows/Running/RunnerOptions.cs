using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>How a runner uses the machine.</summary>
public sealed record RunnerOptions
{
    /// <summary>Folder for scratch files and for the notes that survive a crash; each attempt's part is removed when it ends.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Searches at once; default 2: each uses several processors itself.</summary>
    public int SearchSlots { get; init; } = 2;

    /// <summary>Network activities at once; default 1: they share one device.</summary>
    public int ModelSlots { get; init; } = 1;

    /// <summary>Light activities at once; default 2.</summary>
    public int LightSlots { get; init; } = 2;

    /// <summary>
    /// Instances that may be under way beyond the number of slots, so that search runs ahead of the network, but not without bound; default 4.
    /// </summary>
    public int LookAhead { get; init; } = 4;

    /// <summary>Time activities get to stop after cancellation before the runner returns without them; default 10 seconds.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Times in a row an activity may end its process at the same step of its progress before it is quarantined; default 2. A process killed from outside
    /// dies at another step
    /// each time, one that kills itself at the same.
    /// </summary>
    public int LossesAtSameStep { get; init; } = 2;

    /// <summary>
    /// The same for an activity that had told no progress yet, where a killed process can hardly be told from one that killed itself; default 5.
    /// </summary>
    public int LossesBeforeFirstStep { get; init; } = 5;

    /// <summary>Times an activity may be under way when its process ends, wherever it stood, before it is quarantined; default 10.</summary>
    public int LossesAnywhere { get; init; } = 10;

    /// <summary>Artifacts made again for one activity before its instance fails; default 5.</summary>
    public int Repairs { get; init; } = 5;

    /// <summary>What scripts may use.</summary>
    public ScriptLimits Scripts { get; init; } = new();

    /// <summary>The slots of a class.</summary>
    public int Slots(ResourceClass resource) => resource.Pick(SearchSlots, ModelSlots, LightSlots);

    /// <summary>Instances that may be under way at once.</summary>
    public int Window => SearchSlots + ModelSlots + LightSlots + LookAhead;
}
