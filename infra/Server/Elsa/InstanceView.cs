using System.Globalization;
using System.Text.Json.Nodes;
using Foldline.Workflows;

namespace Foldline.Server.Elsa;

/// <summary>Instances as Elsa Studio reads them.</summary>
internal static class InstanceView
{
    /// <summary>Elsa's two words for where an instance is.</summary>
    public static (string Status, string SubStatus) Words(InstanceStatus status) => status switch
    {
        InstanceStatus.Pending => ("Running", "Pending"),
        InstanceStatus.Running => ("Running", "Executing"),
        InstanceStatus.Waiting => ("Running", "Suspended"),
        InstanceStatus.Succeeded => ("Finished", "Finished"),
        InstanceStatus.Cancelled => ("Finished", "Cancelled"),
        _ => ("Finished", "Faulted"),
    };

    /// <summary>A row of the list.</summary>
    public static JsonObject Row(TargetSummary summary, string versionId)
    {
        var (status, subStatus) = Words(summary.Status);
        return Answers.Filled(new JsonObject
        {
            ["id"] = summary.Key.ToString(CultureInfo.InvariantCulture),
            ["definitionId"] = summary.DefinitionId,
            ["definitionVersionId"] = versionId,
            ["version"] = summary.DefinitionVersion,
            ["status"] = status,
            ["subStatus"] = subStatus,
            ["correlationId"] = summary.Name,
            ["name"] = summary.Name,
            ["incidentCount"] = summary.Failure is null ? 0 : 1,
            ["createdAt"] = Answers.Time(summary.CreatedAt),
            ["updatedAt"] = Answers.Time(summary.UpdatedAt),
            ["finishedAt"] = summary.EndedAt is { } ended ? Answers.Time(ended) : null,
        });
    }

    /// <summary>The instance with the state the viewer draws.</summary>
    public static JsonObject Whole(Instance instance)
    {
        var (status, subStatus) = Words(instance.Summary.Status);
        return Answers.Filled(new JsonObject
        {
            ["id"] = instance.Id,
            ["definitionId"] = instance.Summary.DefinitionId,
            ["definitionVersionId"] = VersionId(instance),
            ["version"] = instance.Summary.DefinitionVersion,
            ["workflowState"] = State(instance),
            ["status"] = status,
            ["subStatus"] = subStatus,
            ["isExecuting"] = instance.Summary.Status == InstanceStatus.Running,
            ["correlationId"] = instance.Summary.Name,
            ["name"] = instance.Summary.Name,
            ["incidentCount"] = instance.Summary.Failure is null ? 0 : 1,
            ["isSystem"] = false,
            ["createdAt"] = Answers.Time(instance.Summary.CreatedAt),
            ["updatedAt"] = Answers.Time(instance.Summary.UpdatedAt),
            ["finishedAt"] = instance.Summary.EndedAt is { } ended ? Answers.Time(ended) : null,
        });
    }

    /// <summary>The workflow's state.</summary>
    public static JsonObject State(Instance instance)
    {
        var (status, subStatus) = Words(instance.Summary.Status);
        var open = instance.Executions.Where(execution => execution.Status is ExecutionStatus.Running or ExecutionStatus.Faulted).ToList();
        return Answers.Filled(new JsonObject
        {
            ["id"] = instance.Id,
            ["definitionId"] = instance.Summary.DefinitionId,
            ["definitionVersionId"] = VersionId(instance),
            ["definitionVersion"] = instance.Summary.DefinitionVersion,
            ["correlationId"] = instance.Summary.Name,
            ["status"] = status,
            ["subStatus"] = subStatus,
            ["isExecuting"] = instance.Summary.Status == InstanceStatus.Running,
            ["bookmarks"] = new JsonArray([.. open.Where(execution => Waits(instance, execution)).Select(execution => Bookmark(instance, execution))]),
            ["incidents"] = new JsonArray([.. Incidents(instance)]),
            ["isSystem"] = false,
            ["completionCallbacks"] = new JsonArray(),
            ["activityExecutionContexts"] = new JsonArray([.. open.Select(execution => Context(instance, execution))]),
            ["scheduledActivities"] = new JsonArray(),
            ["executionLogSequence"] = instance.Executions.Sum(execution => execution.EndedAt is null ? 1 : 2),
            ["input"] = instance.Detail.Inputs.DeepClone(),
            ["output"] = instance.Detail.Outputs.DeepClone(),
            ["properties"] = new JsonObject(),
            ["createdAt"] = Answers.Time(instance.Summary.CreatedAt),
            ["updatedAt"] = Answers.Time(instance.Summary.UpdatedAt),
            ["finishedAt"] = instance.Summary.EndedAt is { } ended ? Answers.Time(ended) : null,
        });
    }

    public static string VersionId(Instance instance) => instance.Definition.Id ?? $"run-{instance.Summary.CampaignId}";

    /// <summary>Whether an execution waits: for the time of its next attempt, or for its own.</summary>
    public static bool Waits(Instance instance, ExecutionRecord execution) => instance.Summary.Status == InstanceStatus.Waiting && execution.Frame > 0
        && execution.Status == ExecutionStatus.Running && !instance.Executions.Any(child => child.Parent == execution.Frame && child.Status == ExecutionStatus.Running);

    private static IEnumerable<JsonNode> Incidents(Instance instance)
    {
        if (instance.Summary.Failure is not { } failure) yield break;
        var execution = instance.Executions.LastOrDefault(execution => execution.ActivityId == failure.ActivityId);
        var node = execution is null ? null : instance.NodeOf(execution);
        yield return new JsonObject
        {
            ["activityId"] = failure.ActivityId,
            ["activityNodeId"] = node?.Path ?? failure.ActivityId,
            ["activityInstanceId"] = execution is null ? "" : instance.ExecutionId(execution.Frame),
            ["activityType"] = failure.ActivityType,
            ["message"] = failure.Suggestion is { } advice ? $"{failure.Message} {advice}" : failure.Message,
            ["exception"] = ExecutionView.Exception(failure.Class.ToString(), failure.Message, failure.LogTail),
            ["timestamp"] = Answers.Time(instance.Summary.EndedAt ?? instance.Summary.UpdatedAt),
        };
    }

    private static JsonObject Bookmark(Instance instance, ExecutionRecord execution) => new()
    {
        ["id"] = $"{instance.ExecutionId(execution.Frame)}-wait",
        ["name"] = execution.ActivityType,
        ["hash"] = "",
        ["payload"] = instance.Summary.DueAt is { } due ? new JsonObject { ["resumeAt"] = Answers.Time(due) } : new JsonObject(),
        ["activityId"] = execution.ActivityId,
        ["activityNodeId"] = instance.NodeOf(execution).Path,
        ["activityInstanceId"] = instance.ExecutionId(execution.Frame),
        ["createdAt"] = Answers.Time(execution.StartedAt),
        ["autoBurn"] = true,
        ["autoComplete"] = true,
    };

    private static JsonObject Context(Instance instance, ExecutionRecord execution) => Answers.Filled(new JsonObject
    {
        ["id"] = instance.ExecutionId(execution.Frame),
        ["callStackDepth"] = ExecutionView.Depth(instance, execution),
        ["parentContextId"] = instance.ParentOf(execution) is { } parent ? instance.ExecutionId(parent.Frame) : null,
        ["scheduledActivityNodeId"] = instance.NodeOf(execution).Path,
        ["ownerActivityNodeId"] = instance.ParentOf(execution) is { } owner ? instance.NodeOf(owner).Path : null,
        ["properties"] = execution.Frame == 0 ? new JsonObject { ["Variables"] = instance.Detail.Variables.DeepClone() } : new JsonObject(),
        ["metadata"] = new JsonObject(),
        ["activityState"] = ExecutionView.Values(execution.InputsJson) ?? new JsonObject(),
        ["dynamicVariables"] = new JsonArray(),
        ["status"] = ExecutionView.Word(execution.Status),
        ["isExecuting"] = false,
        ["faultCount"] = ExecutionView.Faults(instance, execution),
        ["startedAt"] = Answers.Time(execution.StartedAt),
        ["completedAt"] = execution.EndedAt is { } ended && execution.Status == ExecutionStatus.Completed ? Answers.Time(ended) : null,
    });
}
