using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>The steps of instances: entering, beginning attempts, ending them, recovering from a crash.</summary>
internal sealed partial class RunSession
{
    /// <summary>Brings an instance into memory and sets its ready frames going.</summary>
    private async Task EnterAsync(InstanceRecord record)
    {
        var instance = new InstanceRun(record, _plan, _expressions);
        lock (_lock) _live.Add(record.Key, instance);
        Emit(new RunEvent(RunEventKind.InstanceStarted, _run.Id, _time.GetUtcNow()) { InstanceId = record.Name });
        await StepAsync(instance, () =>
        {
            instance.StartedAt ??= _time.GetUtcNow();
            if (record.Snapshot is null) instance.Machine.Begin();
            WakeFrames(instance);
        }, onlyIfChanged: true);
    }

    private Task WakeAsync(InstanceRun instance) => StepAsync(instance, () => WakeFrames(instance), onlyIfChanged: true);

    private void WakeFrames(InstanceRun instance)
    {
        instance.Machine.Wake();
        foreach (var frame in instance.Machine.State.Frames)
            if (frame.Status == FrameStatus.Running && !instance.Claimed.Contains(frame.Id)) frame.Status = FrameStatus.Ready;
    }

    /// <summary>
    /// Makes one step of an instance under its gate. Where the step leaves only work to be queued, the commit is saved: the queued attempt's beginning
    /// commits it.
    /// </summary>
    private async Task StepAsync(InstanceRun instance, Action change, bool onlyIfChanged)
    {
        await instance.Gate.WaitAsync(CancellationToken.None);
        try
        {
            if (instance.Left) return;
            instance.Machine.Now = _time.GetUtcNow();
            change();
            instance.Settle();
            if (!onlyIfChanged || instance.Status != InstanceStatus.Running || instance.Failure is not null) await CommitAsync(instance);
            Dispatch(instance);
        }
        catch (Exception error)
        {
            Fault(error);
        }
        finally
        {
            instance.Gate.Release();
        }
    }

    /// <summary>Runs consecutive activities of one class, beginning with a frame; each end and the next beginning are one commit.</summary>
    private async Task BurstAsync(InstanceRun instance, Frame first, ResourceClass resource)
    {
        try
        {
            var attempt = await BeginAsync(instance, first);
            while (attempt is not null)
            {
                var end = await _runner.RunAsync(attempt);
                attempt = await EndAsync(attempt, end, resource);
            }
        }
        catch (Exception error)
        {
            Fault(error);
        }
    }

    private async Task<Attempt?> BeginAsync(InstanceRun instance, Frame frame)
    {
        await instance.Gate.WaitAsync(CancellationToken.None);
        try
        {
            if (instance.Left || instance.Ended || _stop.IsCancellationRequested || instance.Machine.State.Find(frame.Id) != frame
                || frame.Status != FrameStatus.Ready)
            {
                instance.Claimed.Remove(frame.Id);
                ReleaseSuspect(frame);
                if (!instance.Left && _stop.IsCancellationRequested && instance.Claimed.Count == 0) Leave(instance);
                return null;
            }
            var attempt = await _steps.PrepareAsync(instance, frame, _stop.Token);
            if (attempt is null) ReleaseSuspect(frame);
            instance.Settle();
            await CommitAsync(instance);
            if (attempt is null) Dispatch(instance);
            return attempt;
        }
        finally
        {
            instance.Gate.Release();
        }
    }

    /// <summary>Ends an attempt, commits, and returns the next one of the same class where there is one.</summary>
    private async Task<Attempt?> EndAsync(Attempt attempt, AttemptEnd end, ResourceClass resource)
    {
        var instance = attempt.Instance;
        await instance.Gate.WaitAsync(CancellationToken.None);
        try
        {
            var now = _time.GetUtcNow();
            instance.Machine.Now = now;
            var frame = attempt.Frame;
            instance.Running.Remove(frame.Id);
            instance.Claimed.Remove(frame.Id);
            var open = instance.Machine.State.Find(frame.Id) == frame && !instance.Ended;
            var story = new List<RunEvent>();
            await _steps.EndAsync(attempt, end, open, now, story);
            if (frame.Status == FrameStatus.Waiting) Await(instance, frame);
            instance.Settle();
            var next = instance.Ended || _stop.IsCancellationRequested ? null : instance.Machine.State.Frames
                .Find(ready => ready.Status == FrameStatus.Ready && !instance.Claimed.Contains(ready.Id) && ready.LostAt is null
                    && _steps.ClassOf(instance, ready) == resource);
            var following = next is null ? null : await _steps.PrepareAsync(instance, next, _stop.Token);
            if (next is not null) instance.Settle();
            await CommitAsync(instance);
            attempt.Stop.Dispose();
            foreach (var happened in story) Emit(happened);
            ReleaseSuspect(frame);
            Dispatch(instance);
            return following;
        }
        finally
        {
            instance.Gate.Release();
        }
    }

    private void Await(InstanceRun instance, Frame frame)
    {
        lock (_lock) _due.Enqueue((instance.Key, instance.Record.Place), DateTimeOffset.FromUnixTimeMilliseconds(frame.DueAt!.Value));
        Changed();
    }

    /// <summary>Queues what is ready, stops what has lost its frame, and lets go of instances that ended or wait.</summary>
    private void Dispatch(InstanceRun instance)
    {
        var frames = instance.Machine.State.Frames;
        foreach (var (id, stop) in instance.Running)
            if (instance.Ended || frames.All(frame => frame.Id != id)) stop.Cancel();
        if (instance.Ended || _stop.IsCancellationRequested)
        {
            if (instance.Claimed.Count == 0 || instance.Ended) Leave(instance);
            return;
        }
        foreach (var frame in frames.Where(frame => frame.Status == FrameStatus.Ready && instance.Claimed.Add(frame.Id)).ToList())
        {
            if (frame.LostAt is null) Queue(instance, frame);
            else QueueSuspect(instance, frame);
        }
        if (instance.Claimed.Count == 0) Leave(instance);
    }

    private void Queue(InstanceRun instance, Frame frame)
    {
        var resource = _steps.ClassOf(instance, frame);
        _slots.Enqueue(resource, instance.Record.Place, () => BurstAsync(instance, frame, resource));
    }

    /// <summary>What was under way when a process died runs one at a time, so that a second death accuses only one.</summary>
    private void QueueSuspect(InstanceRun instance, Frame frame)
    {
        lock (_lock)
        {
            if (_suspectRuns)
            {
                _suspects.Enqueue((instance, frame));
                return;
            }
            _suspectRuns = true;
        }
        Queue(instance, frame);
    }

    private void ReleaseSuspect(Frame frame)
    {
        if (frame.LostAt is null) return;
        (InstanceRun Instance, Frame Frame) next;
        lock (_lock)
        {
            _suspectRuns = _suspects.TryDequeue(out next);
            if (!_suspectRuns) return;
        }
        Queue(next.Instance, next.Frame);
    }

    private void Leave(InstanceRun instance)
    {
        lock (_lock)
        {
            if (!_live.Remove(instance.Key)) return;
            if (instance.Status == InstanceStatus.Waiting && instance.Machine.State.Frames.Min(frame => frame.DueAt) is { } due)
                _due.Enqueue((instance.Key, instance.Record.Place), DateTimeOffset.FromUnixTimeMilliseconds(due));
        }
        if (instance.Ended)
        {
            instance.Left = instance.Claimed.Count == 0;
            Interlocked.Increment(ref _ended);
            Emit(new RunEvent(RunEventKind.InstanceFinished, _run.Id, _time.GetUtcNow())
            {
                InstanceId = instance.Record.Name,
                Status = instance.Status,
                Result = new InstanceResult(instance.Record.Name, instance.Status,
                    instance.Status == InstanceStatus.Succeeded ? instance.Machine.Outputs() : [], instance.Failure),
                Elapsed = _time.GetUtcNow() - (instance.StartedAt ?? _time.GetUtcNow()),
                Failure = instance.Failure is { } failure
                    ? new FailureVerdict(failure.Class, failure.Message, failure.Suggestion) { LogTail = failure.LogTail } : null,
                ActivityId = instance.Failure?.ActivityId ?? "",
            });
        }
        else
        {
            instance.Left = true;
        }
        Changed();
    }

    private async Task CommitAsync(InstanceRun instance)
    {
        var lines = instance.Machine.Journal.Where(end => end.Ended && end.Node.Behavior is WriteLineBehavior).ToList();
        await _store.CommitAsync(instance.Commit(_time.GetUtcNow()), CancellationToken.None);
        instance.Version++;
        foreach (var line in lines)
            Emit(new RunEvent(RunEventKind.Line, _run.Id, _time.GetUtcNow()) { InstanceId = instance.Record.Name, ActivityId = line.Node.Id,
                Text = line.Outputs?["text"]?.ToString() ?? "" });
    }

    /// <summary>Closes the attempts that a dead process left open, and quarantines what died twice at the same place.</summary>
    private async Task RecoverAsync()
    {
        foreach (var lost in (await _store.OpenAttemptsAsync(_run, _stop.Token)).GroupBy(attempt => attempt.InstanceKey))
        {
            var instance = new InstanceRun(await _store.LoadAsync(lost.Key, _stop.Token), _plan, _expressions);
            foreach (var attempt in lost) _steps.Lose(instance, attempt);
            if (!instance.Ended) instance.Settle();
            await _store.CommitAsync(instance.Commit(_time.GetUtcNow()), CancellationToken.None);
            foreach (var attempt in lost) _recorder.Forget(attempt.InstanceKey, attempt.Frame, attempt.Number);
        }
    }

    /// <summary>Lets instances that failed begin again where they stopped.</summary>
    private async Task RedriveAsync(bool failed, bool quarantined)
    {
        var states = new List<InstanceStatus>();
        if (failed) states.Add(InstanceStatus.Failed);
        if (quarantined) states.Add(InstanceStatus.Quarantined);
        if (states.Count == 0) return;
        var pager = new Pager(this, states);
        while (await pager.NextAsync() is { } record)
        {
            var instance = new InstanceRun(record, _plan, _expressions);
            InstanceSteps.Redrive(instance, _time.GetUtcNow());
            await _store.CommitAsync(instance.Commit(_time.GetUtcNow()), CancellationToken.None);
        }
    }
}
