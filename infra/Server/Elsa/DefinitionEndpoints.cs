using System.Text.Json.Nodes;
using Foldline.Server.Access;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Elsa;

/// <summary>Looking at definitions.</summary>
internal static class DefinitionEndpoints
{
    internal sealed record ListRequest
    {
        [FromQuery(Name = "Page")] public int? Page { get; init; }

        [FromQuery(Name = "PageSize")] public int? PageSize { get; init; }

        [FromQuery(Name = "SearchTerm")] public string? SearchTerm { get; init; }

        [FromQuery(Name = "OrderBy")] public string? OrderBy { get; init; }

        [FromQuery(Name = "OrderDirection")] public string? OrderDirection { get; init; }

        [FromQuery(Name = "DefinitionIds")] public string[]? DefinitionIds { get; init; }

        [FromQuery(Name = "Ids")] public string[]? Ids { get; init; }

        [FromQuery(Name = "versionOptions")] public string? VersionOptions { get; init; }

        public DefinitionQuery ToQuery()
        {
            var size = Math.Clamp(PageSize ?? 100, 1, 1000);
            return new DefinitionQuery
            {
                // With ids of versions nothing else chooses among the versions.
                Versions = Workflows.VersionOptions.Parse(VersionOptions, Workflows.VersionOptions.AllVersions),
                DefinitionIds = Split(DefinitionIds), Ids = Split(Ids), Search = SearchTerm, OrderBy = OrderBy ?? "Created",
                Descending = string.Equals(OrderDirection, "Descending", StringComparison.OrdinalIgnoreCase),
                Skip = (int)Math.Min(int.MaxValue, (long)Math.Max(0, Page ?? 0) * size), Take = size,
            };
        }
    }

    public static void MapDefinitions(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/workflow-definitions").RequireAuthorization(Scopes.Read);
        group.MapGet("", async ([AsParameters] ListRequest request, DefinitionCatalog catalog, HttpContext context, CancellationToken cancellationToken) =>
        {
            var page = await catalog.ListAsync(request.ToQuery(), cancellationToken);
            var answer = Answers.Page(page.Items.Select(version => DefinitionView.Summary(version, context.MayChange())), page.Total);
            answer["links"] = DefinitionLinks.OfList(context.MayChange());
            return Answers.Of(answer);
        });
        group.MapGet("/by-definition-id/{id}", async (string id, string? versionOptions, DefinitionCatalog catalog, HttpContext context,
            CancellationToken cancellationToken) =>
            await catalog.FindAsync(id, VersionOptions.Parse(versionOptions, VersionOptions.Latest), cancellationToken) is { } version
                ? Answers.Of(DefinitionView.Whole(version, context.MayChange())) : Answers.NotFound($"workflow '{id}'"));
        group.MapGet("/by-id/{id}", async (string id, DefinitionCatalog catalog, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
            await catalog.FindVersionAsync(id, cancellationToken) is { } version ? Answers.Of(DefinitionView.Whole(version, context.MayChange()))
                : await instances.DefinitionOfRunAsync(id, context.Caller(), cancellationToken) is { } kept ? Answers.Of(DefinitionView.Whole(kept, false))
                : Answers.NotFound($"version '{id}' of a workflow"));
        group.MapGet("/many-by-id", async (string[] ids, DefinitionCatalog catalog, HttpContext context, CancellationToken cancellationToken) =>
        {
            var page = await catalog.ListAsync(new DefinitionQuery { Versions = VersionOptions.AllVersions, Ids = Some(Split(ids)) }, cancellationToken);
            return Answers.List(page.Items.Select(version => DefinitionView.Whole(version, context.MayChange())));
        });
        group.MapGet("/query/count", async (DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            Answers.Of(new JsonObject { ["count"] = (await catalog.ListAsync(new DefinitionQuery { Take = 0 }, cancellationToken)).Total }));
        group.MapGet("/validation/is-name-unique", async (string? name, string? definitionId, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        {
            var page = await catalog.ListAsync(new DefinitionQuery { Versions = VersionOptions.Latest, Search = name }, cancellationToken);
            return Answers.Of(new JsonObject { ["isUnique"] = !page.Items.Any(version => version.Name == name?.Trim() && version.DefinitionId != definitionId) });
        });
        group.MapGet("/{id}/versions", async (string id, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            Answers.Of(new JsonArray([.. (await catalog.HistoryAsync(id, cancellationToken)).Versions.Reverse().Select(DefinitionView.Stored)])));
        group.MapGet("/{id}/consumers", async (string id, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        {
            var consumers = await Consumers.OfAsync(catalog, id, cancellationToken);
            return Answers.Of(new JsonObject { ["consumingWorkflowDefinitionIds"] = new JsonArray([.. consumers.Select(consumer => JsonValue.Create(consumer.DefinitionId))]) });
        });
        group.MapGet("/subgraph/{id}", async (string id, string? parentNodeId, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            await catalog.FindVersionAsync(id, cancellationToken) is not { } version ? Answers.NotFound($"version '{id}' of a workflow")
                : Graph(version, parentNodeId ?? NodePath.Workflow) is { } graph ? Answers.Of(graph) : Answers.NotFound($"node '{parentNodeId}'"));
        group.MapGet("/subgraph/segments/{id}", async (string id, string? childNodeId, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            await catalog.FindVersionAsync(id, cancellationToken) is not { } version ? Answers.NotFound($"version '{id}' of a workflow")
                : Segments(version, childNodeId ?? "") is { } segments ? Answers.Of(segments) : Answers.NotFound($"node '{childNodeId}'"));
    }

    /// <summary>Ids may come repeated or separated by commas.</summary>
    private static IReadOnlyList<string> Split(string[]? ids) =>
        [.. (ids ?? []).SelectMany(id => id.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>No ids mean none here, and all in a query.</summary>
    private static IReadOnlyList<string> Some(IReadOnlyList<string> ids) => ids.Count > 0 ? ids : [""];

    private static JsonObject? Graph(DefinitionVersion version, string path)
    {
        if (path == NodePath.Workflow) return Place(NodePath.Workflow, "Root", DefinitionView.AsActivity(version));
        return NodePath.Of(version.Content).FirstOrDefault(node => node.Path == path) is { } found ? Place(version, found) : null;
    }

    private static JsonObject? Segments(DefinitionVersion version, string path)
    {
        var nodes = NodePath.Of(version.Content);
        if (nodes.FirstOrDefault(node => node.Path == path) is not { } child) return null;
        var parents = new List<NodePath>();
        for (var at = nodes.FirstOrDefault(node => node.Id == child.Parent); at is not null; at = nodes.FirstOrDefault(node => node.Id == at!.Parent)) parents.Insert(0, at);
        // A node of the outermost chart is shown in the workflow itself; deeper ones in the container they lie in.
        var container = parents.Count > 1 ? Place(version, parents[^1]) : Place(NodePath.Workflow, "Root", DefinitionView.AsActivity(version));
        return new JsonObject
        {
            ["childNode"] = Place(version, child),
            ["container"] = container,
            ["pathSegments"] = new JsonArray([.. parents.Skip(1).Select(parent => new JsonObject
            {
                ["activityNodeId"] = parent.Path, ["activityId"] = parent.Id, ["activityType"] = parent.Type, ["portName"] = parent.Port, ["activityName"] = parent.Name,
            })]),
        };
    }

    private static JsonObject Place(DefinitionVersion version, NodePath node)
    {
        var whole = DefinitionView.Whole(version, mayChange: false);
        return Place(node.Path, char.ToUpperInvariant(node.Port[0]) + node.Port[1..], NodePath.Find(whole, node.Path)!.DeepClone());
    }

    private static JsonObject Place(string path, string port, JsonNode activity) => new() { ["nodeId"] = path, ["port"] = port, ["activity"] = activity };
}
