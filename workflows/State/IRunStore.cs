using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>
/// The durable state of runs. Truth is here: an activity's result exists when its commit has returned. Every method is safe to call from many threads.
/// </summary>
public interface IRunStore : IAsyncDisposable
{
    /// <summary>Takes a run for this process until disposed; a process that died has let go of it.</summary>
    /// <exception cref="RunException">Another process works on it.</exception>
    Task<IAsyncDisposable> LockRunAsync(string runId, CancellationToken cancellationToken);

    /// <summary>A run, or <c>null</c>.</summary>
    Task<RunRecord?> FindRunAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Begins a run.</summary>
    Task<RunRecord> CreateRunAsync(NewRun run, CancellationToken cancellationToken);

    /// <summary>Adds instances to a run, in their order, in one transaction.</summary>
    Task AddInstancesAsync(RunRecord run, IReadOnlyList<NewInstance> instances, CancellationToken cancellationToken);

    /// <summary>Name and inputs' hash of every instance of a run, by name.</summary>
    Task<IReadOnlyDictionary<string, string>> InstanceInputsAsync(RunRecord run, CancellationToken cancellationToken);

    /// <summary>
    /// The next instances in one of the given states, ordered by priority (highest first) and then order of submission, after the given place.
    /// </summary>
    Task<IReadOnlyList<InstanceRecord>> PageAsync(RunRecord run, IReadOnlyList<InstanceStatus> states, InstancePlace after, int take,
        CancellationToken cancellationToken);

    /// <summary>One instance with its snapshot.</summary>
    Task<InstanceRecord> LoadAsync(long instanceKey, CancellationToken cancellationToken);

    /// <summary>How many instances of a run are in each state.</summary>
    Task<IReadOnlyDictionary<InstanceStatus, int>> CountAsync(RunRecord run, CancellationToken cancellationToken);

    /// <summary>How every instance of a run stands, in order of submission.</summary>
    Task<IReadOnlyList<InstanceResult>> ResultsAsync(RunRecord run, CancellationToken cancellationToken);

    /// <summary>Attempts of a run that began and never ended: what was under way when a process died.</summary>
    Task<IReadOnlyList<AttemptRecord>> OpenAttemptsAsync(RunRecord run, CancellationToken cancellationToken);

    /// <summary>Activity executions of an instance, oldest first.</summary>
    Task<IReadOnlyList<ExecutionRecord>> ExecutionsAsync(long instanceKey, CancellationToken cancellationToken);

    /// <summary>Attempts of an instance, oldest first.</summary>
    Task<IReadOnlyList<AttemptRecord>> AttemptsAsync(long instanceKey, CancellationToken cancellationToken);

    /// <summary>Writes one step of an instance in one transaction.</summary>
    /// <exception cref="StaleInstanceException">Another writer has changed the instance since it was loaded; nothing was written.</exception>
    Task CommitAsync(InstanceCommit commit, CancellationToken cancellationToken);

    /// <summary>The committed result of a unit of work as JSON, or <c>null</c>.</summary>
    Task<UnitRecord?> FindUnitAsync(UnitKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Records that an attempt at a unit begins; attempts that never ended are closed as lost. Returns the attempt's number, or 0 where another living worker is
    /// at the unit, or its result is there, and nothing was recorded.
    /// </summary>
    Task<int> BeginUnitAsync(UnitAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Records how an attempt at a unit ended; a result makes the unit committed.</summary>
    Task EndUnitAsync(UnitEnd end, CancellationToken cancellationToken);

    /// <summary>Forgets committed units whose result names an artifact that is gone; returns how many.</summary>
    Task<int> ForgetUnitsOfAsync(string sha256, CancellationToken cancellationToken);
}
