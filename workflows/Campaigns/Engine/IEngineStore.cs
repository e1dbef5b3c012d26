namespace Foldline.Workflows;

/// <summary>What the engine asks of the state beyond runs: campaigns that are open, their instances, the workers.</summary>
public interface IEngineStore : IRunStore
{
    /// <summary>Where it is, for messages; no secrets.</summary>
    string Place { get; }

    /// <summary>Whether one process at a time works on it.</summary>
    bool IsOfOneProcess { get; }

    /// <summary>Whether a fault of the database may pass by itself: a restart, a full disk, a dropped line.</summary>
    bool MayPass(Exception error);

    /// <summary>Campaigns that have not ended.</summary>
    Task<IReadOnlyList<OpenCampaign>> OpenCampaignsAsync(CancellationToken cancellationToken);

    /// <summary>A run by the store's number.</summary>
    Task<RunRecord> RunAsync(long runKey, CancellationToken cancellationToken);

    /// <summary>One instance with its snapshot, or <c>null</c> where it was deleted.</summary>
    Task<InstanceRecord?> FindInstanceAsync(long instanceKey, CancellationToken cancellationToken);

    /// <summary>How many instances of each campaign are under way (running, not waiting).</summary>
    Task<IReadOnlyDictionary<long, int>> UnderWayAsync(CancellationToken cancellationToken);

    /// <summary>The next instances of a campaign to admit, by priority and order; those that share another's result are left out.</summary>
    Task<IReadOnlyList<InstanceRecord>> PendingAsync(long runKey, int take, CancellationToken cancellationToken);

    /// <summary>
    /// Instances of open campaigns that some burst should serve: running ones that nobody has changed since <paramref name="unchangedSince"/>, and waiting ones
    /// that are due; in order of their keys.
    /// </summary>
    Task<IReadOnlyList<InstanceRecord>> NeglectedAsync(DateTimeOffset unchangedSince, DateTimeOffset dueBy, long afterKey, int take,
        CancellationToken cancellationToken);

    /// <summary>Instances of open campaigns that wait for instances of others, in order of their keys.</summary>
    Task<IReadOnlyList<InstanceRecord>> SuspendedAsync(long afterKey, int take, CancellationToken cancellationToken);

    /// <summary>Attempts of an instance that began and have not ended.</summary>
    Task<IReadOnlyList<AttemptRecord>> OpenAttemptsAsync(long instanceKey, CancellationToken cancellationToken);

    /// <summary>
    /// Notes with an instance what it waits for, until its next commit, and tells the followers of its campaign; <c>null</c> takes the note away. Where the instance has changed
    /// meanwhile nothing happens.
    /// </summary>
    Task NoteWaitAsync(InstanceRecord instance, string? why, CancellationToken cancellationToken);

    /// <summary>Notes where an open attempt stands, for whoever takes it over should this process die.</summary>
    Task NotePlaceAsync(long instanceKey, int frame, int number, string place, CancellationToken cancellationToken);

    /// <summary>Of these instances, those that were cancelled.</summary>
    Task<IReadOnlyList<long>> CancelledAmongAsync(IReadOnlyList<long> instanceKeys, CancellationToken cancellationToken);

    /// <summary>Gives targets that share a result the result of the one that was computed.</summary>
    Task<int> SettleSharersAsync(CancellationToken cancellationToken);

    /// <summary>Ends some of what has not ended of a cancelled campaign and is not being worked on; returns how many were ended.</summary>
    Task<int> SweepAsync(long runKey, int take, CancellationToken cancellationToken);

    /// <summary>Removes some of what is left of a deleted campaign; <c>false</c> where nothing is left of any.</summary>
    Task<bool> ForgetDeletedAsync(int take, CancellationToken cancellationToken);

    /// <summary>Ends a campaign of which nothing is open any more; <c>false</c> where something is.</summary>
    Task<bool> TryEndAsync(long runKey, CancellationToken cancellationToken);

    /// <summary>Pauses a campaign because its budget is spent, unless that was changed meanwhile.</summary>
    Task PauseAsync(OpenCampaign campaign, string reason, CancellationToken cancellationToken);

    /// <summary>Time that activities of these types took, in a campaign.</summary>
    Task<TimeSpan> TimeSpentAsync(long runKey, IReadOnlyList<string> activityTypes, CancellationToken cancellationToken);

    /// <summary>Makes a worker known, or heard of again.</summary>
    /// <returns><c>false</c> where it had been given up for dead meanwhile: its attempts are lost.</returns>
    Task<bool> HeartbeatAsync(WorkerRecord worker, CancellationToken cancellationToken);

    /// <summary>Ends a worker in order.</summary>
    Task LeaveAsync(string workerId, CancellationToken cancellationToken);

    /// <summary>Gives up workers that were not heard of for so long, by the store's clock; returns those that live.</summary>
    Task<IReadOnlyList<WorkerRecord>> BuryAsync(TimeSpan silence, IReadOnlyList<string> knownDead, CancellationToken cancellationToken);

    /// <summary>Takes the lead among all processes on this state until disposed or dead; <c>null</c> where another has it.</summary>
    Task<ILead?> TryLeadAsync(CancellationToken cancellationToken);
}
