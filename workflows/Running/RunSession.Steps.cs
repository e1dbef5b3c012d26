using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;

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
            var attempt = await PrepareAsync(instance, frame);
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

    /// <summary>
    /// Makes the next attempt of a frame ready to run and its beginning ready to commit; <c>null</c> where its inputs cannot be had, which ends the instance.
    /// </summary>
    private async Task<Attempt?> PrepareAsync(InstanceRun instance, Frame frame)
    {
        var repairOf = frame.Repairs is { Count: > 0 } repairs ? (await _store.ExecutionsAsync(instance.Key, CancellationToken.None))
            .First(done => done.Frame == repairs[^1].Frame) : null;
        var node = repairOf is null ? instance.Machine.NodeOf(frame) : _plan[repairOf.ActivityId];
        JsonObject inputs;
        try
        {
            inputs = repairOf?.InputsJson is { } recorded ? JsonNode.Parse(recorded)!.AsObject() : instance.Machine.Inputs(frame);
        }
        catch (ExpressionException error)
        {
            frame.Status = FrameStatus.Failed;
            instance.Claimed.Remove(frame.Id);
            ReleaseSuspect(frame);
            instance.Fail(node, new FailureVerdict(FailureClass.Deterministic, error.Message, "Correct the workflow definition or the run's inputs."),
                Math.Max(1, frame.Attempts), InstanceStatus.Failed);
            return null;
        }
        var now = _time.GetUtcNow();
        var number = repairOf is null ? ++frame.Attempts : repairOf.Attempts + 1;
        frame.Status = FrameStatus.Running;
        instance.Claimed.Add(frame.Id);
        var execution = (repairOf ?? new ExecutionRecord
        {
            InstanceKey = instance.Key,
            Frame = frame.Id,
            Parent = frame.Parent,
            ActivityId = node.Id,
            ActivityType = node.Node.Type,
            Status = ExecutionStatus.Running,
            StartedAt = now,
            InputsJson = inputs.ToJsonString(),
        }) with { Attempts = number };
        var attempt = new Attempt
        {
            Instance = instance,
            Frame = frame,
            Node = node,
            Execution = execution,
            Record = new AttemptRecord { InstanceKey = instance.Key, Frame = execution.Frame, Number = number, Rung = repairOf is null ? frame.Rung : 0,
                Owner = _owner, StartedAt = now },
            Inputs = inputs,
            Policy = node.Retry,
            IsRepair = repairOf is not null,
            Stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token),
        };
        instance.Running[frame.Id] = attempt.Stop;
        instance.Executions.Add(execution);
        instance.Attempts.Add(attempt.Record);
        return attempt;
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
            var retryAt = open ? await ApplyAsync(attempt, end, now, story) : null;
            instance.Attempts.Add(attempt.Record with
            {
                EndedAt = now,
                Outcome = open || end.Outcome != AttemptOutcome.Succeeded ? end.Outcome : AttemptOutcome.Cancelled,
                Class = end.Verdict?.Class,
                Message = end.Verdict?.Message,
                Suggestion = end.Verdict?.Suggestion,
                LogTail = end.Verdict?.LogTail,
                DurationMs = end.Elapsed.TotalMilliseconds,
                PeakMemory = end.PeakMemory,
                RetryAt = retryAt,
            });
            if (!open) instance.Executions.Add(attempt.Execution with { Status = ExecutionStatus.Cancelled, EndedAt = now });
            instance.Settle();
            var next = instance.Ended || _stop.IsCancellationRequested ? null : instance.Machine.State.Frames
                .Find(ready => ready.Status == FrameStatus.Ready && !instance.Claimed.Contains(ready.Id) && ready.LostAt is null
                    && ClassOf(instance, ready) == resource);
            var following = next is null ? null : await PrepareAsync(instance, next);
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

    /// <summary>What an attempt's end does to its frame and instance; returns when the next attempt is due.</summary>
    private async Task<DateTimeOffset?> ApplyAsync(Attempt attempt, AttemptEnd end, DateTimeOffset now, List<RunEvent> story)
    {
        var (instance, frame, node) = (attempt.Instance, attempt.Frame, attempt.Node);
        RunEvent Event(RunEventKind kind) => new(kind, _run.Id, now)
        {
            InstanceId = instance.Record.Name, ActivityId = node.Id, ActivityType = node.Node.Type, Label = node.Node.Label,
                Resource = node.Descriptor!.Resource,
            Attempt = attempt.Record.Number, Rung = attempt.Record.Rung, Elapsed = end.Elapsed, PeakMemory = end.PeakMemory, Failure = end.Verdict,
        };
        switch (end.Outcome)
        {
            case AttemptOutcome.Succeeded:
                var done = attempt.Execution with { Status = ExecutionStatus.Completed, EndedAt = now, Outcome = end.Result!.Outcome,
                    OutputsJson = end.Result.Outputs.ToJsonString() };
                instance.Executions.Add(done);
                story.Add(Event(RunEventKind.ActivityFinished));
                if (attempt.IsRepair)
                {
                    Exchange(instance, attempt.Execution.OutputsJson, end.Result.Outputs);
                    frame.Repairs!.RemoveAt(frame.Repairs.Count - 1);
                    frame.Status = FrameStatus.Ready;
                }
                else
                {
                    instance.Machine.Succeed(frame, end.Result);
                }
                return null;
            case AttemptOutcome.Cancelled:
                frame.Status = FrameStatus.Ready;
                return null;
        }

        var verdict = end.Verdict!;
        var wait = (TimeSpan?)null;
        if (end.Cause is UnreadableArtifactException unreadable)
        {
            wait = await RepairAsync(instance, frame, unreadable.Artifact) ? TimeSpan.Zero : null;
            if (wait is null) verdict = verdict with { Class = FailureClass.Deterministic,
                Suggestion = "It was made by no activity that could make it again; submit the target again." };
        }
        else if (verdict.Class == FailureClass.Transient && frame.TransientFailures + 1 < attempt.Policy.TransientAttempts)
        {
            wait = attempt.Policy.DelayAfter(++frame.TransientFailures);
        }
        else if (verdict.Class == FailureClass.Resource && frame.Rung < attempt.Policy.Ladder.Count)
        {
            frame.Rung++;
            wait = attempt.Policy.FirstDelay;
        }
        if (wait is not { } delay)
        {
            frame.Status = FrameStatus.Failed;
            instance.Executions.Add(attempt.Execution with { Status = ExecutionStatus.Faulted, EndedAt = now });
            instance.Fail(node, verdict, attempt.Record.Number, InstanceStatus.Failed);
            story.Add(Event(RunEventKind.ActivityFailed));
            return null;
        }
        var due = now + delay;
        story.Add(Event(RunEventKind.ActivityRetrying) with { RetryAt = due });
        if (delay == TimeSpan.Zero)
        {
            frame.Status = FrameStatus.Ready;
            return due;
        }
        (frame.Status, frame.DueAt) = (FrameStatus.Waiting, due.ToUnixTimeMilliseconds());
        lock (_lock) _due.Enqueue((instance.Key, instance.Record.Place), DateTimeOffset.FromUnixTimeMilliseconds(frame.DueAt.Value));
        Changed();
        return due;
    }

    /// <summary>Plans to make an artifact again: the execution that made it runs before the frame does.</summary>
    private async Task<bool> RepairAsync(InstanceRun instance, Frame frame, ArtifactRef gone)
    {
        await _store.ForgetUnitsOfAsync(gone.Sha256, CancellationToken.None);
        if (++frame.RepairsMade > _options.Repairs) return false;
        var maker = (await _store.ExecutionsAsync(instance.Key, CancellationToken.None)).LastOrDefault(done =>
            done.Status == ExecutionStatus.Completed && done.InputsJson is not null && done.OutputsJson is { } outputs
            && ArtifactJson.References(JsonNode.Parse(outputs)).Any(artifact => artifact.Sha256 == gone.Sha256));
        if (maker is not null) (frame.Repairs ??= []).Add(new RepairStep(maker.Frame, maker.ActivityId));
        // What only a unit had made is made again by the frame itself, now that the unit is forgotten.
        return maker is not null || !ArtifactJson.References(instance.Inputs).Any(artifact => artifact.Sha256 == gone.Sha256);
    }

    /// <summary>Puts what was made again in the place of what it replaces, where the two are not the same bytes.</summary>
    private static void Exchange(InstanceRun instance, string? before, JsonObject after)
    {
        var old = ArtifactJson.References(before is null ? null : JsonNode.Parse(before)).ToList();
        var fresh = ArtifactJson.References(after).ToList();
        if (old.Count != fresh.Count) return;
        var exchange = old.Zip(fresh).DistinctBy(pair => pair.First.Sha256).Where(pair => pair.First != pair.Second)
            .ToDictionary(pair => pair.First.Sha256, pair => pair.Second);
        if (exchange.Count == 0) return;
        var state = instance.Machine.State;
        foreach (var variables in state.Frames.Select(open => open.Variables).OfType<Dictionary<string, JsonNode?>>().Append(state.Variables))
            foreach (var id in variables.Keys.ToList()) variables[id] = ArtifactJson.Replace(variables[id], exchange);
    }

    private ResourceClass ClassOf(InstanceRun instance, Frame frame) =>
        (frame.Repairs is { Count: > 0 } repairs ? _plan[repairs[^1].Node] : instance.Machine.NodeOf(frame)).Descriptor!.Resource;

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
        var resource = ClassOf(instance, frame);
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
            foreach (var attempt in lost)
            {
                var place = _recorder.Recall(attempt.InstanceKey, attempt.Frame, attempt.Number);
                instance.Attempts.Add(attempt with { EndedAt = _time.GetUtcNow(), Outcome = AttemptOutcome.Lost, LostAt = place,
                    Message = "The process ended while it ran." });
                var frame = instance.Machine.State.Find(attempt.Frame)
                    ?? instance.Machine.State.Frames.Find(open => open.Repairs is { Count: > 0 } repairs && repairs[^1].Frame == attempt.Frame);
                if (frame is null || instance.Ended) continue;
                frame.Status = FrameStatus.Ready;
                (frame.LostAt ??= []).Add(place);
                var same = frame.LostAt.AsEnumerable().Reverse().TakeWhile(earlier => earlier == place).Count();
                var borne = place.Length == 0 || place.Contains(" 0/", StringComparison.Ordinal) ? _options.LossesBeforeFirstStep : _options.LossesAtSameStep;
                if (same < borne && frame.LostAt.Count < _options.LossesAnywhere) continue;
                frame.Status = FrameStatus.Failed;
                var node = instance.Machine.NodeOf(frame);
                instance.Fail(node, new FailureVerdict(FailureClass.Poison,
                    $"{node} ended its process {frame.LostAt.Count} times{(place.Length > 0 ? $", last at '{place}'" : "")}.",
                    "Look at the input and the machine's memory, then retry the target by itself."), frame.Attempts, InstanceStatus.Quarantined);
            }
            if (!instance.Ended) instance.Settle();
            await _store.CommitAsync(instance.Commit(_time.GetUtcNow()), CancellationToken.None);
            foreach (var attempt in lost) _recorder.Forget(attempt.InstanceKey, attempt.Frame, attempt.Number);
        }
        var scratch = Path.Combine(_options.WorkFolder, "scratch");
        if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
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
            instance.Status = InstanceStatus.Running;
            instance.Machine.Now = _time.GetUtcNow();
            instance.Machine.Redrive();
            foreach (var frame in instance.Machine.State.Frames.Where(frame => frame.Status == FrameStatus.Running)) frame.Status = FrameStatus.Ready;
            instance.Settle();
            await _store.CommitAsync(instance.Commit(_time.GetUtcNow()), CancellationToken.None);
        }
    }
}
