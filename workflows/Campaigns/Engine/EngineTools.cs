using System.Collections.Concurrent;
using Foldline.Activities;
using Foldline.Artifacts;

namespace Foldline.Workflows;

/// <summary>What all bursts of one process share: prepared plans, the ledger of units, the flight recorder, the memory sampler.</summary>
public sealed class EngineTools : IDisposable
{
    private const int MostRuns = 64;
    private readonly ActivityCatalog _catalog;
    private readonly IArtifactStore _artifacts;
    private readonly RunnerOptions _options;
    private readonly IProgress<RunEvent>? _events;
    private readonly ConcurrentDictionary<long, Lazy<Task<RunTools>>> _runs = new();
    private readonly UnitLedger _units;
    private readonly FlightRecorder _recorder;
    private readonly MemorySampler _memory = new();
    private readonly ScratchFolder _scratch;

    /// <summary>Prepares a process.</summary>
    /// <param name="workerId">Who it is, in attempts.</param>
    /// <param name="catalog">The activities of this host; descriptions are enough for one that only keeps.</param>
    /// <param name="artifacts">Where payloads lie.</param>
    /// <param name="store">Where the state lies.</param>
    /// <param name="options">How the machine is used.</param>
    /// <param name="time">The clock.</param>
    /// <param name="events">Hears what happens, from many threads; it must be quick.</param>
    public EngineTools(string workerId, ActivityCatalog catalog, IArtifactStore artifacts, IEngineStore store, RunnerOptions options, TimeProvider time,
        IProgress<RunEvent>? events = null)
    {
        (WorkerId, _catalog, _artifacts, Store, _options, Time, _events) = (workerId, catalog, artifacts, store, options, time, events);
        _units = new UnitLedger(store, artifacts, time, workerId);
        _scratch = new ScratchFolder(Path.Combine(options.WorkFolder, "scratch"));
        _recorder = new FlightRecorder(Path.Combine(options.WorkFolder, "inflight"), time, store.IsOfOneProcess ? null : store.NotePlaceAsync);
        Expressions = new ExpressionEvaluator(options.Scripts);
    }

    /// <summary>Who this process is.</summary>
    public string WorkerId { get; }

    /// <summary>Where the state lies.</summary>
    public IEngineStore Store { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    internal ExpressionEvaluator Expressions { get; }

    internal ActivityCatalog Catalog => _catalog;

    internal FlightRecorder Recorder => _recorder;

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _scratch.Dispose();
    }

    /// <summary>The tools of a run; its definition is read and prepared once.</summary>
    internal async Task<RunTools> OfAsync(long runKey)
    {
        if (_runs.Count > MostRuns) _runs.Clear();
        var tools = _runs.GetOrAdd(runKey, key => new Lazy<Task<RunTools>>(() => PrepareAsync(key)));
        try
        {
            return await tools.Value;
        }
        catch
        {
            _runs.TryRemove(runKey, out _);
            throw;
        }
    }

    /// <summary>The burst that begins with a frame.</summary>
    internal Burst BurstOf(RunTools tools, InstanceRun instance, Frame frame, int campaignPriority)
    {
        var node = tools.Steps.NextNode(instance, frame);
        var needs = node.Needs;
        if (node.Descriptor is { } descriptor && _catalog.TryActivity(descriptor.Type, out var activity) && tools.Steps.InputsOf(instance, frame) is { } inputs)
            needs = activity.NeedsOf(inputs).And(needs);
        return new Burst(instance.Key, frame.Id, $"{frame.Attempts + 1}.{frame.RepairsMade}.{frame.Repairs?.Count ?? 0}.{frame.DueAt ?? 0}",
            tools.Steps.ClassOf(instance, frame), campaignPriority * 1000 + Math.Clamp(instance.Record.Priority, -499, 499))
        {
            DueAt = frame is { Status: FrameStatus.Waiting, DueAt: { } due } ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null,
            Needs = needs,
        };
    }

    /// <summary>Bursts for everything of an instance that may run now or later.</summary>
    internal IReadOnlyList<Burst> BurstsOf(RunTools tools, InstanceRun instance, int campaignPriority) => [.. instance.Machine.State.Frames
        .Where(frame => frame.Status == FrameStatus.Ready || frame is { Status: FrameStatus.Waiting, DueAt: not null })
        .Select(frame => BurstOf(tools, instance, frame, campaignPriority))];

    internal void Tell(RunEvent happened)
    {
        try
        {
            _events?.Report(happened);
        }
        catch (Exception)
        {
            // A display that fails must not stop the work.
        }
    }

    private async Task<RunTools> PrepareAsync(long runKey)
    {
        var run = await Store.RunAsync(runKey, CancellationToken.None);
        var plan = WorkflowPlan.Of(WorkflowDefinition.Parse(run.DefinitionJson), _catalog);
        return new RunTools(run, plan, new InstanceSteps(plan, Store, _options, _recorder, run.Id, WorkerId, Time),
            new AttemptRunner(_catalog, _artifacts, _units, _recorder, _memory, _scratch, _options, Time, run.Id, Tell));
    }
}
