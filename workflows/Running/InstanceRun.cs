using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>
/// An instance in memory while it is under way: its flow, its version in the store, and what of it runs. Steps are made one at a time, under <see
/// cref="Gate"/>.
/// </summary>
internal sealed class InstanceRun
{
    public InstanceRun(InstanceRecord record, WorkflowPlan plan, ExpressionEvaluator expressions)
    {
        Record = record;
        Version = record.Version;
        Status = record.Status;
        StartedAt = record.StartedAt;
        Inputs = JsonNode.Parse(record.InputsJson)!.AsObject();
        var values = plan.Inputs.ToDictionary(input => input.Name, input => Inputs[input.Name]);
        Machine = new FlowMachine(plan, InstanceState.Read(record.Snapshot), values, record.Name, expressions);
    }

    public InstanceRecord Record { get; }

    public long Key => Record.Key;

    public JsonObject Inputs { get; }

    public FlowMachine Machine { get; }

    public SemaphoreSlim Gate { get; } = new(1, 1);

    public long Version { get; set; }

    public InstanceStatus Status { get; set; }

    public InstanceFailure? Failure { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>Frames that are queued or running.</summary>
    public HashSet<int> Claimed { get; } = [];

    /// <summary>Stops of running attempts by frame.</summary>
    public Dictionary<int, CancellationTokenSource> Running { get; } = [];

    /// <summary>Records to write with the next commit.</summary>
    public List<ExecutionRecord> Executions { get; } = [];

    /// <summary>Records to write with the next commit.</summary>
    public List<AttemptRecord> Attempts { get; } = [];

    /// <summary>Whether it has left memory.</summary>
    public bool Left { get; set; }

    /// <summary>Whether it has ended for good.</summary>
    public bool Ended => Status is InstanceStatus.Succeeded or InstanceStatus.Failed or InstanceStatus.Quarantined or InstanceStatus.Cancelled;

    /// <summary>Tells the flow the time its next step is made at.</summary>
    public void At(DateTimeOffset now) => Machine.Now = now;

    /// <summary>What a campaign's followers are told with the next commit.</summary>
    public List<CampaignNote> Notes { get; } = [];

    /// <summary>Other inputs for a new round.</summary>
    public string? InputsJson { get; set; }

    /// <summary>The same instance from the beginning with other inputs; frames keep counting, so that its history stays.</summary>
    public InstanceRun Again(JsonObject inputs, WorkflowPlan plan, ExpressionEvaluator expressions)
    {
        var json = inputs.ToJsonString();
        var again = new InstanceRun(Record with { InputsJson = json, Snapshot = new InstanceState { Next = Machine.State.Next }.Write(), Version = Version,
            Status = InstanceStatus.Running }, plan, expressions) { InputsJson = json, StartedAt = StartedAt };
        again.Executions.AddRange(Executions);
        again.Attempts.AddRange(Attempts);
        again.Notes.AddRange(Notes);
        again.Machine.Journal.AddRange(Machine.Journal);
        return again;
    }

    /// <summary>Works out where the instance is from its frames.</summary>
    public void Settle()
    {
        if (Machine.Failures.Count > 0 && Failure is null)
        {
            var (frame, cause) = Machine.Failures[0];
            var node = Machine.NodeOf(frame);
            Fail(node, FailureClassifier.Classify(cause) with { Class = FailureClass.Deterministic }, Math.Max(1, frame.Attempts), InstanceStatus.Failed);
        }
        Machine.Failures.Clear();
        if (Failure is not null) return;
        if (Machine.State.Finished) Status = InstanceStatus.Succeeded;
        else Status = Machine.State.Frames.Any(frame => frame.Status is FrameStatus.Ready or FrameStatus.Running)
            || !Machine.State.Frames.Any(frame => frame.Status is FrameStatus.Waiting or FrameStatus.Suspended)
            ? InstanceStatus.Running : InstanceStatus.Waiting;
    }

    public void Fail(PlanNode node, FailureVerdict verdict, int attempts, InstanceStatus status)
    {
        Status = status;
        Failure = new InstanceFailure(node.Id, node.Node.Type, node.Node.Label, verdict.Class, verdict.Message, verdict.Suggestion, attempts, verdict.LogTail);
    }

    /// <summary>Everything that changed since the last commit, as one commit.</summary>
    public InstanceCommit Commit(DateTimeOffset now)
    {
        var journal = Machine.Journal.Select(end => new ExecutionRecord
        {
            InstanceKey = Key,
            Frame = end.Frame.Id,
            Parent = end.Frame.Parent,
            ActivityId = end.Node.Id,
            ActivityType = end.Node.Node.Type,
            Status = end.Ended ? ExecutionStatus.Completed : ExecutionStatus.Running,
            StartedAt = now,
            EndedAt = end.Ended ? now : null,
            Outcome = end.Outcome,
            OutputsJson = end.Outputs?.ToJsonString(),
        }).GroupBy(record => record.Frame).Select(group => group.Last());             // what began and ended in one step needs one row
        var due = Machine.State.Frames.Where(frame => frame.Status == FrameStatus.Waiting).Min(frame => frame.DueAt);
        var commit = new InstanceCommit
        {
            InstanceKey = Key,
            Version = Version,
            Status = Status,
            Snapshot = Machine.State.Write(),
            DueAt = Status == InstanceStatus.Waiting && due is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            OutputsJson = Status == InstanceStatus.Succeeded ? Machine.Outputs().ToJsonString() : null,
            Failure = Failure,
            Activity = Machine.State.Frames.Find(frame => frame.Status is FrameStatus.Failed)?.Node
                ?? Machine.State.Frames.Find(frame => frame.Status is not FrameStatus.Open)?.Node,
            At = now,
            Executions = [.. journal, .. Executions],
            Attempts = [.. Attempts],
            Notes = [.. Notes],
            InputsJson = InputsJson,
        };
        Machine.Journal.Clear();
        Executions.Clear();
        Attempts.Clear();
        Notes.Clear();
        InputsJson = null;
        return commit;
    }
}
