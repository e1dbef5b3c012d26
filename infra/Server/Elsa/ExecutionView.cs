using System.Globalization;
using System.Text.Json.Nodes;
using Foldline.Workflows;

namespace Foldline.Server.Elsa;

/// <summary>Executions of nodes as Elsa Studio reads them: records, summaries, badges, journal and retries.</summary>
internal static class ExecutionView
{
    public static string Word(ExecutionStatus status) => status == ExecutionStatus.Cancelled ? "Canceled" : status.ToString();

    /// <summary>The short record behind a badge.</summary>
    public static JsonObject Summary(Instance instance, ExecutionRecord execution)
    {
        var node = instance.NodeOf(execution);
        return Answers.Filled(new JsonObject
        {
            ["workflowInstanceId"] = instance.Id,
            ["activityId"] = execution.ActivityId,
            ["activityNodeId"] = node.Path,
            ["activityType"] = execution.ActivityType,
            ["activityTypeVersion"] = node.Version,
            ["activityName"] = node.Name,
            ["startedAt"] = Answers.Time(execution.StartedAt),
            ["hasBookmarks"] = InstanceView.Waits(instance, execution),
            ["status"] = Word(execution.Status),
            ["metadata"] = Metadata(instance, execution),
            ["aggregateFaultCount"] = Faults(instance, execution),
            ["completedAt"] = execution.EndedAt is { } ended ? Answers.Time(ended) : null,
            ["id"] = instance.ExecutionId(execution.Frame),
        });
    }

    /// <summary>The whole record: inputs, outputs, retries, failure.</summary>
    public static JsonObject Record(Instance instance, ExecutionRecord execution)
    {
        var record = Summary(instance, execution);
        var retries = instance.RetriesOf(execution);
        var properties = new JsonObject();
        if (retries.Count > 0) properties["RetryAttempts"] = new JsonArray([.. retries.Select(retry => Retry(instance, execution, retry))]);
        if (instance.AttemptsOf(execution) is { Count: > 0 } attempts)
        {
            properties["Attempts"] = attempts.Count;
            properties["Duration"] = attempts.Sum(attempt => attempt.DurationMs ?? 0) is var ms and > 0 ? $"{(ms / 1000).ToString("0.###", CultureInfo.InvariantCulture)} s" : null;
            if (attempts.Max(attempt => attempt.PeakMemory) is { } peak) properties["PeakMemory"] = $"{peak >> 20} MB";
            Answers.Filled(properties);
        }
        properties["_type"] = "ObjectMap";
        if (Values(execution.InputsJson) is { Count: > 0 } inputs) record["activityState"] = inputs;
        if (execution.Outcome is { } outcome)
            record["payload"] = new JsonObject { ["Outcomes"] = new JsonArray([.. outcome.Split(", ").Select(one => JsonValue.Create(one))]), ["_type"] = "ObjectMap" };
        if (Values(execution.OutputsJson) is { Count: > 0 } outputs) record["outputs"] = outputs;
        else if (execution.Frame == 0) record["outputs"] = new JsonObject { ["Result"] = null };
        if (execution.Status == ExecutionStatus.Faulted && instance.AttemptsOf(execution).LastOrDefault() is { } last)
            record["exception"] = Exception(last.Class?.ToString() ?? "Failure", last.Message ?? "", last.LogTail);
        record["properties"] = properties;
        if (instance.ParentOf(execution) is { } parent)
        {
            record["schedulingActivityExecutionId"] = instance.ExecutionId(parent.Frame);
            record["schedulingActivityId"] = parent.ActivityId;
        }
        record["callStackDepth"] = Depth(instance, execution);
        record["tenantId"] = "";
        return record;
    }

    /// <summary>The badge of a node: how often it began, ended and failed.</summary>
    public static JsonObject Badge(Instance instance, string nodeId)
    {
        var of = instance.Executions.Where(execution => instance.NodeOf(execution).Path == nodeId).ToList();
        var retries = of.Sum(execution => instance.RetriesOf(execution).Count);
        var metadata = new JsonObject();
        if (retries > 0)
        {
            metadata["HasRetryAttempts"] = true;
            metadata["Extensions"] = new JsonObject { ["RetryAttemptsCount"] = retries };
        }
        metadata["_type"] = "ObjectMap";
        var completed = of.Count(execution => execution.Status == ExecutionStatus.Completed);
        return new JsonObject
        {
            ["activityId"] = nodeId[(nodeId.LastIndexOf(':') + 1)..],
            ["activityNodeId"] = nodeId,
            ["startedCount"] = of.Count,
            ["completedCount"] = completed,
            ["uncompletedCount"] = of.Count - completed,
            ["isBlocked"] = of.Any(execution => InstanceView.Waits(instance, execution)),
            ["isFaulted"] = of.Any(execution => execution.Status == ExecutionStatus.Faulted),
            ["aggregateFaultCount"] = of.Sum(execution => Faults(instance, execution)),
            ["metadata"] = metadata,
        };
    }

    /// <summary>A failed attempt that was followed by another.</summary>
    public static JsonObject Retry(Instance instance, ExecutionRecord execution, AttemptRecord attempt) => new()
    {
        ["activityInstanceId"] = instance.ExecutionId(execution.Frame),
        ["activityId"] = execution.ActivityId,
        ["workflowInstanceId"] = instance.Id,
        ["attemptNumber"] = attempt.Number - 1,
        ["retryDelay"] = ((attempt.RetryAt ?? attempt.EndedAt ?? attempt.StartedAt) - (attempt.EndedAt ?? attempt.StartedAt)).ToString("c", CultureInfo.InvariantCulture),
        ["details"] = Answers.Filled(new JsonObject
        {
            ["exception"] = attempt.Message ?? "", ["class"] = attempt.Class?.ToString(), ["suggestion"] = attempt.Suggestion,
        }),
        ["id"] = $"{instance.ExecutionId(execution.Frame)}-{attempt.Number.ToString(CultureInfo.InvariantCulture)}",
    };

    /// <summary>The journal: when each node began, was tried again, and ended.</summary>
    public static IReadOnlyList<JsonObject> Journal(Instance instance)
    {
        var entries = new List<(DateTimeOffset At, long Rank, ExecutionRecord Execution, string Name, string? Message)>();
        var containers = instance.Executions.Select(execution => instance.ParentOf(execution)?.Frame).ToHashSet();
        foreach (var execution in instance.Executions)
        {
            // Within one moment nodes follow one another by number, and containers end after what is in them.
            var rank = execution.Frame * 4L;
            entries.Add((execution.StartedAt, rank, execution, "Started", null));
            foreach (var attempt in instance.AttemptsOf(execution).Where(attempt => attempt.Outcome is AttemptOutcome.Failed or AttemptOutcome.Lost))
                entries.Add((attempt.EndedAt ?? attempt.StartedAt, rank + 1, execution, attempt.RetryAt is null ? "Attempt failed" : "Retrying",
                    $"Attempt {attempt.Number}: {attempt.Class?.ToString() ?? "Lost"}: {attempt.Message}"));
            if (InstanceView.Waits(instance, execution)) entries.Add((execution.StartedAt, rank + 2, execution, "Suspended", null));
            if (execution.EndedAt is { } ended)
                entries.Add((ended, containers.Contains(execution.Frame) ? long.MaxValue - rank : rank + 3, execution, Word(execution.Status), execution.Status == ExecutionStatus.Faulted
                    ? instance.AttemptsOf(execution).LastOrDefault()?.Message ?? instance.Summary.Failure?.Message : null));
        }
        return [.. entries.OrderBy(entry => entry.At).ThenBy(entry => entry.Rank).Select((entry, i) =>
        {
            var node = instance.NodeOf(entry.Execution);
            return Answers.Filled(new JsonObject
            {
                ["id"] = $"{instance.ExecutionId(entry.Execution.Frame)}-{i.ToString(CultureInfo.InvariantCulture)}",
                ["activityInstanceId"] = instance.ExecutionId(entry.Execution.Frame),
                ["parentActivityInstanceId"] = instance.ParentOf(entry.Execution) is { } parent ? instance.ExecutionId(parent.Frame) : null,
                ["activityId"] = entry.Execution.ActivityId,
                ["activityType"] = entry.Execution.ActivityType,
                ["activityTypeVersion"] = node.Version,
                ["activityName"] = node.Name,
                ["nodeId"] = node.Path,
                ["timestamp"] = Answers.Time(entry.At),
                ["sequence"] = i,
                ["eventName"] = entry.Name,
                ["message"] = entry.Message,
                ["payload"] = entry.Name == "Completed" && Values(entry.Execution.OutputsJson) is { Count: > 0 } outputs && entry.Execution.ActivityType == "Elsa.WriteLine" ? outputs : null,
            });
        })];
    }

    /// <summary>Containers around an execution, innermost first.</summary>
    public static IEnumerable<ExecutionRecord> Stack(Instance instance, ExecutionRecord execution)
    {
        for (var at = instance.ParentOf(execution); at is not null; at = instance.ParentOf(at)) yield return at;
    }

    public static int Depth(Instance instance, ExecutionRecord execution) => Stack(instance, execution).Count();

    /// <summary>Failed executions at or inside an execution.</summary>
    public static int Faults(Instance instance, ExecutionRecord execution) => instance.Executions.Count(other => other.Frame > 0
        && other.Status == ExecutionStatus.Faulted && (other.Frame == execution.Frame || Stack(instance, other).Any(around => around.Frame == execution.Frame)));

    /// <summary>Values by the names the designer knows: the ports', with a capital.</summary>
    public static JsonObject? Values(string? json)
    {
        if (json is null || JsonNode.Parse(json) is not JsonObject values) return null;
        return new JsonObject(values.Where(value => value.Key.Length > 0).Select(value =>
            KeyValuePair.Create(char.ToUpperInvariant(value.Key[0]) + value.Key[1..], value.Value?.DeepClone())));
    }

    public static JsonObject Exception(string type, string message, string? trace) =>
        new() { ["type"] = type, ["message"] = message, ["stackTrace"] = trace ?? "" };

    private static JsonObject Metadata(Instance instance, ExecutionRecord execution)
    {
        var metadata = new JsonObject();
        if (instance.Executions.Any(other => instance.RetriesOf(other).Count > 0
            && (other.Frame == execution.Frame || Stack(instance, other).Any(around => around.Frame == execution.Frame)))) metadata["HasRetryAttempts"] = true;
        metadata["_type"] = "ObjectMap";
        return metadata;
    }
}
