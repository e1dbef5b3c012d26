using System.Text.Json.Nodes;
using Foldline.Server.Access;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Elsa;

/// <summary>Executions of nodes within an instance: records, badges, call stacks, retries.</summary>
internal static class ExecutionEndpoints
{
    internal sealed record ReportRequest(string? WorkflowInstanceId, string[]? ActivityNodeIds);

    internal sealed record ListRequest
    {
        [FromQuery(Name = "WorkflowInstanceId")] public string? WorkflowInstanceId { get; init; }

        [FromQuery(Name = "ActivityNodeId")] public string? ActivityNodeId { get; init; }
    }

    public static void MapExecutions(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").RequireAuthorization(Scopes.Read);
        List(group, "/activity-executions/list", ExecutionView.Record);
        List(group, "/activity-execution-summaries/list", ExecutionView.Summary);
        group.MapGet("/activity-executions/by-id", async (string? id, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
            await FindAsync(id, instances, context, cancellationToken) is var (instance, execution)
                ? Answers.Of(ExecutionView.Record(instance, execution)) : Answers.NotFound($"execution '{id}'"));
        group.MapGet("/activity-executions/{id}/call-stack", async (string id, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
        {
            if (await FindAsync(id, instances, context, cancellationToken) is not var (instance, execution)) return Answers.NotFound($"execution '{id}'");
            var stack = ExecutionView.Stack(instance, execution).Reverse().Append(execution).Where(each => each.Frame > 0).ToList();
            return Answers.Of(new JsonObject
            {
                ["activityExecutionId"] = id,
                ["items"] = new JsonArray([.. stack.Select(each => ExecutionView.Record(instance, each))]),
                ["totalCount"] = stack.Count,
            });
        });
        group.MapPost("/activity-executions/report", async (ReportRequest request, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
            await instances.FindAsync(request.WorkflowInstanceId, context.Caller(), cancellationToken) is { } instance
                ? Answers.Of(new JsonObject { ["stats"] = new JsonArray([.. (request.ActivityNodeIds ?? []).Select(node => ExecutionView.Badge(instance, node))]) })
                : Answers.NotFound($"instance '{request.WorkflowInstanceId}'"));
        group.MapGet("/resilience/retries/{id}", async (string id, int? skip, int? take, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
        {
            if (await FindAsync(id, instances, context, cancellationToken) is not var (instance, execution)) return Answers.NotFound($"execution '{id}'");
            var retries = instance.RetriesOf(execution);
            var answer = Answers.Page(retries.Skip(Math.Max(0, skip ?? 0)).Take(Math.Clamp(take ?? 100, 0, 1000)).Select(retry => ExecutionView.Retry(instance, execution, retry)),
                retries.Count);
            answer["links"] = new JsonArray();
            return Answers.Of(answer);
        });
    }

    private static void List(RouteGroupBuilder group, string path, Func<Instance, ExecutionRecord, JsonObject> view) =>
        group.MapGet(path, async ([AsParameters] ListRequest request, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
        {
            if (await instances.FindAsync(request.WorkflowInstanceId, context.Caller(), cancellationToken) is not { } instance)
                return Answers.NotFound($"instance '{request.WorkflowInstanceId}'");
            return Answers.List(instance.Executions.Where(execution => string.IsNullOrEmpty(request.ActivityNodeId)
                || instance.NodeOf(execution).Path == request.ActivityNodeId).Select(execution => (JsonNode)view(instance, execution)));
        });

    private static async Task<(Instance Instance, ExecutionRecord Execution)?> FindAsync(string? id, InstanceReader instances, HttpContext context,
        CancellationToken cancellationToken) =>
        await instances.FindAsync(Instance.InstanceOf(id), context.Caller(), cancellationToken) is { } instance && instance.Find(id!) is { } execution
            ? (instance, execution) : null;
}
