using System.Text.Json.Nodes;
using Foldline.Server.Access;
using Foldline.Workflows;

namespace Foldline.Server.Elsa;

/// <summary>
/// Tries one activity by itself, as the designer's test tab asks: a run of a workflow that holds this activity and nothing else, on the definition's example
/// inputs. Variables that other activities would fill are empty.
/// </summary>
internal sealed class ActivityTrial(InstanceStarter starter, InstanceReader instances, TimeProvider time)
{
    /// <summary>How long an answer waits; what takes longer goes on and is found among the runs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs it and tells what it made. What cannot run by itself is told as a fault: the tab waits for ever where it is refused.</summary>
    /// <param name="definition">The workflow it stands in.</param>
    /// <param name="node">Where it stands.</param>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="cancellationToken">Ends the waiting, not the run.</param>
    public async Task<JsonObject> RunAsync(WorkflowDefinition definition, NodePath node, Caller caller, CancellationToken cancellationToken)
    {
        var alone = definition.With(json =>
        {
            json["root"] = NodePath.Find(json, node.Path)!.DeepClone();
            json["name"] = $"{definition.Name}: {node.Name ?? node.Id} alone";
        });
        string id;
        try
        {
            id = (await starter.StartAsync(alone, null, null, 1, caller, cancellationToken))[0];
        }
        catch (Exception refusal) when (refusal is DefinitionException or CampaignRefusedException)
        {
            return new JsonObject
            {
                ["activityState"] = new JsonObject(), ["outputs"] = new JsonObject(), ["payload"] = new JsonObject(), ["status"] = "Faulted",
                ["exception"] = ExecutionView.Exception("Deterministic", $"By itself it cannot run, as nothing before it has run: {refusal.Message}", null),
            };
        }
        var begun = time.GetTimestamp();
        Instance instance;
        while (!(instance = (await instances.FindAsync(id, caller, cancellationToken))!).Ended && time.GetElapsedTime(begun) < Patience)
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        return Answer(instance, instance.Executions.FirstOrDefault(execution => execution.ActivityId == node.Id));
    }

    private static JsonObject Answer(Instance instance, ExecutionRecord? execution)
    {
        var record = execution is null ? [] : ExecutionView.Record(instance, execution);
        (record["payload"] as JsonObject)?.Remove("_type");
        var answer = new JsonObject
        {
            ["activityState"] = record["activityState"]?.DeepClone() ?? new JsonObject(),
            ["outputs"] = record["outputs"]?.DeepClone() ?? new JsonObject(),
            ["payload"] = record["payload"]?.DeepClone() ?? new JsonObject(),
            ["status"] = record["status"]?.DeepClone() ?? (instance.Summary.Failure is null ? "Running" : "Faulted"),
        };
        if ((record["exception"]?.DeepClone() ?? Incident(instance)) is { } exception) answer["exception"] = exception;
        return answer;
    }

    /// <summary>What failed before the activity had begun, such as a script of its inputs.</summary>
    private static JsonObject? Incident(Instance instance) => instance.Summary.Failure is { } failure
        ? ExecutionView.Exception(failure.Class.ToString(), failure.Message, failure.LogTail) : null;
}
