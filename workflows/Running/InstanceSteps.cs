using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;

namespace Foldline.Workflows;

/// <summary>
/// What happens to an instance when an attempt begins, ends or is lost: the same whether one process owns the run or many workers share it. A step changes the
/// instance in memory; whoever calls commits it.
/// </summary>
internal sealed class InstanceSteps(WorkflowPlan plan, IRunStore store, RunnerOptions options, FlightRecorder recorder, string runId, string owner,
    TimeProvider time)
{
    /// <summary>The class of what a frame would run next.</summary>
    public ResourceClass ClassOf(InstanceRun instance, Frame frame) => NextNode(instance, frame).Descriptor?.Resource ?? ResourceClass.Light;

    /// <summary>The inputs a frame would run with next, where they can be had.</summary>
    public JsonObject? InputsOf(InstanceRun instance, Frame frame)
    {
        try
        {
            return frame.Repairs is { Count: > 0 } ? null : instance.Machine.Inputs(frame);
        }
        catch (ExpressionException)
        {
            return null;                                                          // the attempt meets it again, and tells
        }
    }

    /// <summary>The node a frame would run next.</summary>
    public PlanNode NextNode(InstanceRun instance, Frame frame) =>
        frame.Repairs is { Count: > 0 } repairs ? plan[repairs[^1].Node] : instance.Machine.NodeOf(frame);

    /// <summary>
    /// Makes the next attempt of a frame ready to run and its beginning ready to commit; <c>null</c> where its inputs cannot be had, which ends the instance.
    /// </summary>
    public async Task<Attempt?> PrepareAsync(InstanceRun instance, Frame frame, CancellationToken stop)
    {
        var repairOf = frame.Repairs is { Count: > 0 } repairs ? (await store.ExecutionsAsync(instance.Key, CancellationToken.None))
            .First(done => done.Frame == repairs[^1].Frame) : null;
        var node = repairOf is null ? instance.Machine.NodeOf(frame) : plan[repairOf.ActivityId];
        JsonObject inputs;
        try
        {
            inputs = repairOf?.InputsJson is { } recorded ? JsonNode.Parse(recorded)!.AsObject() : instance.Machine.Inputs(frame);
        }
        catch (ExpressionException error)
        {
            frame.Status = FrameStatus.Failed;
            instance.Claimed.Remove(frame.Id);
            instance.Fail(node, new FailureVerdict(FailureClass.Deterministic, error.Message, "Correct the workflow definition or the run's inputs."),
                Math.Max(1, frame.Attempts), InstanceStatus.Failed);
            return null;
        }
        var now = time.GetUtcNow();
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
                Owner = owner, StartedAt = now },
            Inputs = inputs,
            Policy = node.Retry,
            IsRepair = repairOf is not null,
            Stop = CancellationTokenSource.CreateLinkedTokenSource(stop),
        };
        instance.Running[frame.Id] = attempt.Stop;
        instance.Executions.Add(execution);
        instance.Attempts.Add(attempt.Record);
        return attempt;
    }

    /// <summary>Ends an attempt: its record, and what its end does to the frame where the frame still waits for it.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="end">How it came out.</param>
    /// <param name="open">Whether the frame still waits for this attempt.</param>
    /// <param name="now">The clock.</param>
    /// <param name="story">Receives what displays are told.</param>
    public async Task EndAsync(Attempt attempt, AttemptEnd end, bool open, DateTimeOffset now, List<RunEvent> story)
    {
        var retryAt = open ? await ApplyAsync(attempt, end, now, story) : null;
        attempt.Instance.Attempts.Add(attempt.Record with
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
        if (!open) attempt.Instance.Executions.Add(attempt.Execution with { Status = ExecutionStatus.Cancelled, EndedAt = now });
    }

    /// <summary>Closes an attempt whose process died, and quarantines what died twice at the same place.</summary>
    public void Lose(InstanceRun instance, AttemptRecord attempt)
    {
        // This machine's own note is the newest; of another machine's process the state holds what it told.
        var place = recorder.Recall(attempt.InstanceKey, attempt.Frame, attempt.Number) is { Length: > 0 } here ? here : attempt.LostAt ?? "";
        instance.Attempts.Add(attempt with { EndedAt = time.GetUtcNow(), Outcome = AttemptOutcome.Lost, LostAt = place,
            Message = "The process ended while it ran." });
        var frame = instance.Machine.State.Find(attempt.Frame)
            ?? instance.Machine.State.Frames.Find(open => open.Repairs is { Count: > 0 } repairs && repairs[^1].Frame == attempt.Frame);
        if (frame is null || instance.Ended) return;
        frame.Status = FrameStatus.Ready;
        (frame.LostAt ??= []).Add(place);
        var same = frame.LostAt.AsEnumerable().Reverse().TakeWhile(earlier => earlier == place).Count();
        var borne = place.Length == 0 || place.Contains(" 0/", StringComparison.Ordinal) ? options.LossesBeforeFirstStep : options.LossesAtSameStep;
        if (same < borne && frame.LostAt.Count < options.LossesAnywhere) return;
        frame.Status = FrameStatus.Failed;
        var node = instance.Machine.NodeOf(frame);
        instance.Fail(node, new FailureVerdict(FailureClass.Poison,
            $"{node} ended its process {frame.LostAt.Count} times{(place.Length > 0 ? $", last at '{place}'" : "")}.",
            "Look at the input and the machine's memory, then retry the target by itself."), frame.Attempts, InstanceStatus.Quarantined);
    }

    /// <summary>Lets an instance that failed begin again where it stopped.</summary>
    public static void Redrive(InstanceRun instance, DateTimeOffset now)
    {
        instance.Status = InstanceStatus.Running;
        instance.At(now);
        instance.Machine.Redrive();
        foreach (var frame in instance.Machine.State.Frames.Where(frame => frame.Status == FrameStatus.Running)) frame.Status = FrameStatus.Ready;
        instance.Settle();
    }

    /// <summary>What an attempt's end does to its frame and instance; returns when the next attempt is due.</summary>
    private async Task<DateTimeOffset?> ApplyAsync(Attempt attempt, AttemptEnd end, DateTimeOffset now, List<RunEvent> story)
    {
        var (instance, frame, node) = (attempt.Instance, attempt.Frame, attempt.Node);
        RunEvent Event(RunEventKind kind) => new(kind, runId, now)
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
        if (delay == TimeSpan.Zero) frame.Status = FrameStatus.Ready;
        else (frame.Status, frame.DueAt) = (FrameStatus.Waiting, due.ToUnixTimeMilliseconds());
        return due;
    }

    /// <summary>Plans to make an artifact again: the execution that made it runs before the frame does.</summary>
    private async Task<bool> RepairAsync(InstanceRun instance, Frame frame, ArtifactRef gone)
    {
        await store.ForgetUnitsOfAsync(gone.Sha256, CancellationToken.None);
        if (++frame.RepairsMade > options.Repairs) return false;
        var maker = (await store.ExecutionsAsync(instance.Key, CancellationToken.None)).LastOrDefault(done =>
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
}
