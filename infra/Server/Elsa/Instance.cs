using System.Globalization;
using Foldline.Workflows;

namespace Foldline.Server.Elsa;

/// <summary>An instance with its workflow, numbered as Elsa numbers things: executions are <c>key-frame</c>, and frame 0 is the workflow itself.</summary>
internal sealed class Instance(TargetDetail detail, WorkflowDefinition definition)
{
    private readonly Dictionary<string, NodePath> _nodes = NodePath.Of(definition).DistinctBy(node => node.Id).ToDictionary(node => node.Id, StringComparer.Ordinal);

    public TargetDetail Detail => detail;

    public TargetSummary Summary => detail.Summary;

    public WorkflowDefinition Definition => definition;

    public long Key => Summary.Key;

    public string Id => Key.ToString(CultureInfo.InvariantCulture);

    public bool Ended => Summary.Status is InstanceStatus.Succeeded or InstanceStatus.Failed or InstanceStatus.Quarantined or InstanceStatus.Cancelled;

    /// <summary>Executions, the workflow itself first.</summary>
    public IReadOnlyList<ExecutionRecord> Executions { get; } = [Whole(detail), .. detail.Executions];

    public string ExecutionId(int frame) => $"{Id}-{frame.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The node of an execution; one that the definition no longer explains stands at the root.</summary>
    public NodePath NodeOf(ExecutionRecord execution) => execution.Frame == 0
        ? new NodePath(NodePath.Workflow, "Elsa.Workflow", null, 1, NodePath.Workflow, "", "")
        : _nodes.GetValueOrDefault(execution.ActivityId)
            ?? new NodePath(execution.ActivityId, execution.ActivityType, null, 1, $"{NodePath.Workflow}:{execution.ActivityId}", NodePath.Workflow, "");

    /// <summary>The execution around another; <c>null</c> for the workflow.</summary>
    public ExecutionRecord? ParentOf(ExecutionRecord execution) =>
        execution.Frame == 0 ? null : Executions.FirstOrDefault(other => other.Frame == (execution.Parent ?? 0));

    /// <summary>Attempts of an execution, oldest first.</summary>
    public IReadOnlyList<AttemptRecord> AttemptsOf(ExecutionRecord execution) => [.. detail.Attempts.Where(attempt => attempt.Frame == execution.Frame && execution.Frame > 0)];

    /// <summary>Attempts that failed and were followed by another.</summary>
    public IReadOnlyList<AttemptRecord> RetriesOf(ExecutionRecord execution) =>
        [.. AttemptsOf(execution).Where(attempt => attempt.Outcome is AttemptOutcome.Failed or AttemptOutcome.Lost && attempt.RetryAt is not null)];

    /// <summary>Finds an execution by its id.</summary>
    public ExecutionRecord? Find(string executionId) => Executions.FirstOrDefault(execution => ExecutionId(execution.Frame) == executionId);

    /// <summary>The instance part of an execution's id.</summary>
    public static string? InstanceOf(string? executionId) => executionId?.Split('-') is [var id, _] ? id : null;

    private static ExecutionRecord Whole(TargetDetail detail) => new()
    {
        InstanceKey = detail.Summary.Key, Frame = 0, ActivityId = NodePath.Workflow, ActivityType = "Elsa.Workflow",
        StartedAt = detail.Summary.StartedAt ?? detail.Summary.CreatedAt, EndedAt = detail.Summary.EndedAt,
        Status = detail.Summary.Status switch
        {
            InstanceStatus.Succeeded => ExecutionStatus.Completed,
            InstanceStatus.Failed or InstanceStatus.Quarantined => ExecutionStatus.Faulted,
            InstanceStatus.Cancelled => ExecutionStatus.Cancelled,
            _ => ExecutionStatus.Running,
        },
    };
}
