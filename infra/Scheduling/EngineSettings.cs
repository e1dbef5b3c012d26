using Foldline.Workflows;

namespace Foldline.Scheduling;

/// <summary>How one process takes part in the engine.</summary>
public sealed record EngineSettings
{
    /// <summary>What it works on and at what; without slots it only keeps campaigns and schedules.</summary>
    public required WorkerOffer Offer { get; init; }

    /// <summary>How activities use the machine. The slots here are those of the offer.</summary>
    public required RunnerOptions Runner { get; init; }

    /// <summary>How campaigns are looked after.</summary>
    public KeeperOptions Keeper { get; init; } = new();

    /// <summary>Whether work goes only to workers that have what it needs: databases, device, memory; default false: one machine does what it is asked for.</summary>
    public bool RouteByNeeds { get; init; }

    /// <summary>Time between two signs of life; default 5 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two looks at the campaigns; default 1 second.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time between two turns of the leader while targets run; default 200 milliseconds.</summary>
    public TimeSpan TurnInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Shortest time between two turns of the leader, however many targets end meanwhile; default 50 milliseconds: the window holds work for longer than that.
    /// </summary>
    public TimeSpan TurnPause { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Time between two looks at schedules; default half a second.</summary>
    public TimeSpan ScheduleInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long ago artifacts that nothing refers to must have been put to be removed by the leader; <c>null</c> (default) removes none. Only for an artifact store that
    /// belongs to this state alone.
    /// </summary>
    public TimeSpan? CollectUnused { get; init; }

    /// <summary>Time between two collections of unused artifacts, and before the first; default 1 hour.</summary>
    public TimeSpan CollectInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the state may be out of reach before the process gives up; default 10 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);
}
