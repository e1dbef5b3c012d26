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

    public static void MapRuns(this RouteGroupBuilder api)
    {
        api.MapPost("/tests/activities", () => Answers.Error(400, "An activity is not tried by itself here: its inputs are artifacts. Run the workflow; what was done before is not done again."))
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
