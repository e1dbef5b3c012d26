using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>One execution of a node of the workflow.</summary>
/// <param name="Id">The node.</param>
/// <param name="Type">Its type.</param>
/// <param name="State">running, completed, faulted or cancelled.</param>
/// <param name="Outcome">The way it ended.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Attempts">Its attempts, oldest first.</param>
public sealed record ActivityAnswer(
    string Id, string Type, ExecutionStatus State, string? Outcome, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, IReadOnlyList<AttemptAnswer> Attempts)
{
    internal static IReadOnlyList<ActivityAnswer> Of(TargetDetail detail)
    {
        var attempts = detail.Attempts.ToLookup(attempt => attempt.Frame);
        return [.. detail.Executions.Select(execution => new ActivityAnswer(execution.ActivityId, execution.ActivityType, execution.Status, execution.Outcome,
            execution.StartedAt, execution.EndedAt, [.. attempts[execution.Frame].Select(AttemptAnswer.Of)]))];
    }
}
