using System.Text.Json.Nodes;
using Foldline.Server.Access;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Elsa;

/// <summary>Running definitions from the designer. Work goes on in the background; what ends within a moment is answered with its end, as Elsa does.</summary>
internal static class RunEndpoints
{
    /// <summary>How long an answer waits for the end of a run that only assigns, decides and writes lines.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    internal sealed record ExecuteRequest(string? CorrelationId, string? TriggerActivityId, string? VersionOptions, JsonObject? Input);

    internal sealed record BulkRequest(int? Count, string? VersionOptions, JsonObject? Input);

    internal sealed record WorkflowHandle(string? DefinitionId, string? DefinitionVersionId, string? VersionOptions);

    internal sealed record ActivityHandle(string? ActivityId, string? ActivityNodeId);

    internal sealed record TrialRequest(WorkflowHandle? WorkflowDefinitionHandle, ActivityHandle? ActivityHandle);

    public static void MapRuns(this RouteGroupBuilder api)
    {
        api.MapPost("/tests/activities", async (TrialRequest request, DefinitionCatalog catalog, ActivityTrial trial, HttpContext context, CancellationToken cancellationToken) =>
        {
            var (workflow, activity) = (request.WorkflowDefinitionHandle ?? new(null, null, null), request.ActivityHandle ?? new(null, null));
            var version = workflow.DefinitionVersionId is { Length: > 0 } id ? await catalog.FindVersionAsync(id, cancellationToken)
                : await catalog.FindAsync(workflow.DefinitionId ?? "", VersionOptions.Parse(workflow.VersionOptions, VersionOptions.Latest), cancellationToken);
            if (version is null) return Answers.NotFound($"workflow '{workflow.DefinitionId ?? workflow.DefinitionVersionId}'");
            var node = NodePath.Of(version.Definition).FirstOrDefault(node => activity.ActivityNodeId is { Length: > 0 } path ? node.Path == path : node.Id == activity.ActivityId);
            return node is null ? Answers.NotFound($"activity '{activity.ActivityNodeId ?? activity.ActivityId}' in workflow '{version.DefinitionId}'")
                : Answers.Of(await trial.RunAsync(version.Definition, node, context.Caller(), cancellationToken));
        }).RequireAuthorization(Scopes.Submit);
        api.MapPost("/tasks/{id}/complete", (string id) => Answers.Error(404, $"No task '{id}' waits: this runtime has no Elsa.RunTask, so nothing here is completed from outside."))
            .RequireAuthorization(Scopes.Submit);
        var group = api.MapGroup("/workflow-definitions/{id}").RequireAuthorization(Scopes.Submit);
        group.MapPost("/execute", async (string id, ExecuteRequest? request, InstanceStarter starter, InstanceReader instances, TimeProvider time,
            HttpContext context, CancellationToken cancellationToken) =>
        {
            var started = await starter.StartAsync(id, VersionOptions.Parse(request?.VersionOptions, VersionOptions.Published), request?.Input, request?.CorrelationId, 1,
                context.Caller(), cancellationToken);
            if (started is not [var instanceId]) return Answers.NotFound($"version of workflow '{id}' that could run; publish it first");
            context.Response.Headers["x-elsa-workflow-instance-id"] = instanceId;
            var instance = await EndAsync(instanceId, instances, time, context.Caller(), cancellationToken);
            return Answers.Of(new JsonObject { ["workflowState"] = InstanceView.State(instance) },
                instance.Summary.Status is InstanceStatus.Failed or InstanceStatus.Quarantined ? 500 : 200);
        });
        group.MapPost("/dispatch", async (string id, ExecuteRequest? request, InstanceStarter starter, HttpContext context, CancellationToken cancellationToken) =>
            await starter.StartAsync(id, VersionOptions.Parse(request?.VersionOptions, VersionOptions.Published), request?.Input, request?.CorrelationId, 1,
                context.Caller(), cancellationToken) is [var instanceId]
                ? Answers.Of(new JsonObject { ["workflowInstanceId"] = instanceId }) : Answers.NotFound($"published version of workflow '{id}'"));
        group.MapPost("/bulk-dispatch", async (string id, BulkRequest request, InstanceStarter starter, HttpContext context, CancellationToken cancellationToken) =>
        {
            var count = request.Count ?? 1;
            if (count is < 1 or > InstanceStarter.MostAtOnce) return Answers.Error(400, $"Between 1 and {InstanceStarter.MostAtOnce} instances are started at once.");
            return await starter.StartAsync(id, VersionOptions.Parse(request.VersionOptions, VersionOptions.Published), request.Input, null, count, context.Caller(),
                cancellationToken) is { } ids
                ? Answers.Of(new JsonObject { ["workflowInstanceIds"] = new JsonArray([.. ids.Select(one => JsonValue.Create(one))]) })
                : Answers.NotFound($"published version of workflow '{id}'");
        });
    }

    private static async Task<Instance> EndAsync(string id, InstanceReader instances, TimeProvider time, Caller caller, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var instance = (await instances.FindAsync(id, caller, cancellationToken))!;
            if (instance.Ended || instance.Summary.Status == InstanceStatus.Waiting || time.GetElapsedTime(begun) > Patience) return instance;
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }
    }
}
