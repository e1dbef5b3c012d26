using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;

namespace Foldline.Workflows;

/// <summary>
/// One run in one process, from opening to the end: admits instances within the window, makes their steps, commits each, and wakes what waits.
/// The steps themselves are in RunSession.Steps.cs.
/// </summary>
internal sealed partial class RunSession : IDisposable
{
    private readonly WorkflowPlan _plan;
    private readonly RunRecord _run;
    private readonly IRunStore _store;
    private readonly RunnerOptions _options;
    private readonly TimeProvider _time;
    private readonly IProgress<RunEvent>? _events;
    private readonly ExpressionEvaluator _expressions;
    private readonly FlightRecorder _recorder;
    private readonly MemorySampler _memory = new();
    private readonly ScratchFolder _scratch;
    private readonly AttemptRunner _runner;
    private readonly InstanceSteps _steps;
    private readonly SlotPool _slots;
    private readonly CancellationTokenSource _stop;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, InstanceRun> _live = [];
    private readonly PriorityQueue<(long Key, InstancePlace Place), DateTimeOffset> _due = new();
    private readonly Queue<(InstanceRun Instance, Frame Frame)> _suspects = new();
    private readonly SemaphoreSlim _changed = new(0);
    private int _ended, _total;
    private bool _suspectRuns;
    private Exception? _fault;

    public RunSession(WorkflowPlan plan, RunRecord run, ActivityCatalog catalog, IArtifactStore artifacts, IRunStore store, RunnerOptions options,
        TimeProvider time,
        IProgress<RunEvent>? events, CancellationToken cancellationToken)
    {
        (_plan, _run, _store, _options, _time, _events) = (plan, run, store, options, time, events);
        var owner = $"{Environment.MachineName}/{Environment.ProcessId}";
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _expressions = new ExpressionEvaluator(options.Scripts);
        _scratch = new ScratchFolder(Path.Combine(options.WorkFolder, "scratch"));
        _recorder = new FlightRecorder(Path.Combine(options.WorkFolder, "inflight"), time);
        _runner = new AttemptRunner(catalog, artifacts, new UnitLedger(store, artifacts, time, owner), _recorder, _memory, _scratch, options, time, run.Id, Emit);
        _steps = new InstanceSteps(plan, store, options, _recorder, run.Id, owner, time);
        _slots = new SlotPool(options.Slots);
    }

    /// <summary>Works until every instance has ended or the run is cancelled.</summary>
    public async Task RunAsync(bool retryFailed, bool retryQuarantined)
    {
        try
        {
            await RecoverAsync();
            await RedriveAsync(retryFailed, retryQuarantined);
            var counts = await _store.CountAsync(_run, _stop.Token);
            _total = counts.Values.Sum();
            _ended = counts.Where(count => count.Key is not (InstanceStatus.Pending or InstanceStatus.Running or InstanceStatus.Waiting))
                .Sum(count => count.Value);
            Emit(new RunEvent(RunEventKind.RunStarted, _run.Id, _time.GetUtcNow()));
            await AdmitAllAsync();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Cancelled from outside, or by a fault that is thrown below.
        }
        finally
        {
            await _stop.CancelAsync();
            await _slots.CloseAsync();
        }
        if (_fault is not null) throw new RunException($"Run '{_run.Id}' stopped because its state could not be kept: {_fault.Message} "
            + "What was committed is safe; resume the run.", _fault);
        Emit(new RunEvent(RunEventKind.RunFinished, _run.Id, _time.GetUtcNow()));
    }

    public void Dispose()
    {
        _memory.Dispose();
        _scratch.Dispose();
        _stop.Dispose();
        _changed.Dispose();
    }

    private void Emit(RunEvent happened)
    {
        try
        {
            _events?.Report(happened with { Ended = Volatile.Read(ref _ended), Total = _total });
        }
        catch (Exception)
        {
            // A display that fails must not stop the work.
        }
    }

    /// <summary>Stops the run: its state can no longer be kept.</summary>
    private void Fault(Exception error)
    {
        lock (_lock) _fault ??= error;
        _stop.Cancel();
    }

    private void Changed()
    {
        if (_changed.CurrentCount == 0) _changed.Release();
    }

    /// <summary>Lets instances in while the window has room: those begun earlier first, then what is due, then the next in order.</summary>
    private async Task AdmitAllAsync()
    {
        await QueueWaitingAsync();
        var begun = new Pager(this, [InstanceStatus.Running]);
        var pending = new Pager(this, [InstanceStatus.Pending]);
        while (true)
        {
            _stop.Token.ThrowIfCancellationRequested();
            await WakeDueAsync();
            var room = false;
            lock (_lock) room = _live.Count < _options.Window;
            if (room && (await begun.NextAsync() ?? await NextDueAsync() ?? await pending.NextAsync()) is { } next)
            {
                await EnterAsync(next);
                continue;
            }
            if (room && Idle()) return;
            await WaitForChangeAsync();
        }
    }

    private bool Idle()
    {
        lock (_lock) return _live.Count == 0 && _due.Count == 0;
    }

    /// <summary>Waits until an instance leaves or a time comes.</summary>
    private async Task WaitForChangeAsync()
    {
        TimeSpan? wait = null;
        lock (_lock)
            if (_due.TryPeek(out _, out var at)) wait = at - _time.GetUtcNow();
        if (wait is null)
        {
            await _changed.WaitAsync(_stop.Token);
            return;
        }
        if (wait <= TimeSpan.Zero)
        {
            lock (_lock)
                if (_live.Count < _options.Window) return;                        // it may enter now
            await _changed.WaitAsync(_stop.Token);
            return;
        }
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var longest = TimeSpan.FromHours(12);                                     // timers have a longest wait; the loop looks again
        await Task.WhenAny(_changed.WaitAsync(either.Token), Task.Delay(wait < longest ? wait.Value : longest, _time, either.Token));
        await either.CancelAsync();
    }

    private async Task QueueWaitingAsync()
    {
        var pager = new Pager(this, [InstanceStatus.Waiting]);
        while (await pager.NextAsync() is { } waiting)
            if (waiting.DueAt is { } due)                                         // without one it waits for other instances
                lock (_lock) _due.Enqueue((waiting.Key, waiting.Place), due);
    }

    /// <summary>Wakes frames that are due of instances in memory; the others have to enter first.</summary>
    private async Task WakeDueAsync()
    {
        var later = new List<((long, InstancePlace) Entry, DateTimeOffset At)>();
        while (true)
        {
            InstanceRun? live;
            lock (_lock)
            {
                if (!_due.TryPeek(out var entry, out var at) || at > _time.GetUtcNow()) break;
                _due.Dequeue();
                if (!_live.TryGetValue(entry.Key, out live))
                {
                    later.Add((entry, at));
                    continue;
                }
            }
            await WakeAsync(live);
        }
        lock (_lock)
            foreach (var (entry, at) in later) _due.Enqueue(entry, at);
    }

    private async Task<InstanceRecord?> NextDueAsync()
    {
        while (true)
        {
            (long Key, InstancePlace Place) entry;
            lock (_lock)
            {
                if (!_due.TryPeek(out entry, out var at) || at > _time.GetUtcNow() || _live.ContainsKey(entry.Key)) return null;
                _due.Dequeue();
            }
            var record = await _store.LoadAsync(entry.Key, _stop.Token);
            if (record.Status == InstanceStatus.Waiting && (record.DueAt is null || record.DueAt <= _time.GetUtcNow())) return record;
        }
    }

    /// <summary>Reads instances of given states a page at a time, so that memory does not grow with the run.</summary>
    private sealed class Pager(RunSession session, IReadOnlyList<InstanceStatus> states)
    {
        private readonly Queue<InstanceRecord> _page = new();
        private InstancePlace _after = InstancePlace.First;
        private bool _done;

        public async Task<InstanceRecord?> NextAsync()
        {
            if (_page.Count == 0 && !_done)
            {
                var page = await session._store.PageAsync(session._run, states, _after, 100, session._stop.Token);
                foreach (var record in page) _page.Enqueue(record);
                if (page.Count > 0) _after = page[^1].Place;
                _done = page.Count < 100;
            }
            return _page.TryDequeue(out var next) ? next : null;
        }
    }
}
