using System.Text;
using System.Text.Json.Nodes;
using Foldline.Server.Access;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Elsa;

/// <summary>Instances as files: one as JSON, several as an archive. They go out and do not come in.</summary>
internal static class InstanceFileEndpoints
{
    private const int MostAtOnce = 100;

    public static void MapInstanceFiles(this RouteGroupBuilder api)
    {
        var read = api.MapGroup("").RequireAuthorization(Scopes.Read);
        read.MapMethods("/workflow-instances/{id}/export", ["GET", "POST"], (string id, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
            ExportAsync([id], instances, context.Caller(), cancellationToken));
        read.MapPost("/bulk-actions/export/workflow-instances", (BulkEndpoints.Many request, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
            ExportAsync(request.Ids ?? [], instances, context.Caller(), cancellationToken));
        api.MapPost("/bulk-actions/import/workflow-instances", () => Answers.Error(400,
            "Runs are not taken in from files: each belongs to a campaign of this server and to artifacts of its store. Submit its targets again; what is in the store is not computed again."))
            .RequireAuthorization(Scopes.Submit);
    }

    private static async Task<IResult> ExportAsync(string[] ids, InstanceReader instances, Caller caller, CancellationToken cancellationToken)
    {
        if (ids.Length > MostAtOnce) return Answers.Error(400, $"{ids.Length} instances are more than the {MostAtOnce} that are exported at once.");
        var found = new List<Instance>();
        foreach (var id in ids)
            if (await instances.FindAsync(id, caller, cancellationToken) is { } instance) found.Add(instance);
        if (ids.Length == 1) return found is [var only] ? Results.File(Text(only), "application/octet-stream", Name(only)) : Answers.NotFound($"instance '{ids[0]}'");
        if (found.Count == 0) return Results.NoContent();
        return await Answers.ArchiveAsync("workflow-instances.zip", found.Select(instance => (Name(instance), Text(instance))), cancellationToken);
    }

    private static string Name(Instance instance) => $"workflow-instance-{instance.Id}.json";

    private static byte[] Text(Instance instance)
    {
        var state = InstanceView.State(instance);
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["workflowState"] = state,
            ["bookmarks"] = state["bookmarks"]!.DeepClone(),
            ["activityExecutionRecords"] = new JsonArray([.. instance.Executions.Select(execution => ExecutionView.Record(instance, execution))]),
            ["workflowExecutionLogRecords"] = new JsonArray([.. ExecutionView.Journal(instance)]),
        }.ToJsonString());
    }
}
