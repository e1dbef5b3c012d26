using System.Text.Json.Nodes;
using Foldline.Server.Access;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Elsa;

/// <summary>The same for several definitions or instances at once.</summary>
internal static class BulkEndpoints
{
    internal sealed record ManyDefinitions(string[]? DefinitionIds);

    internal sealed record Many(string[]? Ids);

    public static void MapBulkActions(this RouteGroupBuilder api)
    {
        var change = api.MapGroup("/bulk-actions").RequireAuthorization(Scopes.Admin);
        change.MapPost("/publish/workflow-definitions/by-definition-ids", async (ManyDefinitions request, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        {
            var outcome = new Outcome("published", "alreadyPublished", "notFound", "skipped", "updatedConsumers", "failed");
            var warnings = new JsonObject();
            foreach (var id in request.DefinitionIds ?? [])
            {
                try
                {
                    var result = await catalog.PublishAsync(id, cancellationToken);
                    outcome.Add(result is null ? "notFound" : result.AlreadyPublished ? "alreadyPublished" : "published", id);
                }
                catch (DefinitionException refused)
                {
                    outcome.Add("failed", id);
                    warnings[id] = new JsonArray([.. refused.Problems.Select(problem => JsonValue.Create(problem.Message))]);
                }
            }
            var answer = outcome.Json();
            answer["warnings"] = warnings;
            return Answers.Of(answer);
        });
        change.MapPost("/retract/workflow-definitions/by-definition-ids", async (ManyDefinitions request, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        {
            var outcome = new Outcome("retracted", "alreadyRetracted", "skipped", "notPublished", "notFound");
            foreach (var id in request.DefinitionIds ?? [])
            {
                if (await catalog.RetractAsync(id, cancellationToken) is not null) outcome.Add("retracted", id);
                else if (await catalog.FindAsync(id, VersionOptions.Latest, cancellationToken) is null) outcome.Add("notFound", id);
                else
                {
                    outcome.Add("alreadyRetracted", id);
                    outcome.Add("notPublished", id);
                }
            }
            return Answers.Of(outcome.Json());
        });
        change.MapPost("/delete/workflow-definitions/by-definition-id", async (ManyDefinitions request, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        {
            var deleted = 0;
            foreach (var id in request.DefinitionIds ?? []) deleted += await catalog.DeleteAsync(id, cancellationToken) > 0 ? 1 : 0;
            return Answers.Of(new JsonObject { ["deleted"] = deleted });
        });
        change.MapPost("/delete/workflow-definitions/by-id", async (Many request, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        {
            var deleted = 0;
            foreach (var id in request.Ids ?? []) deleted += await catalog.DeleteVersionAsync(id, cancellationToken) ? 1 : 0;
            return Answers.Of(new JsonObject { ["deleted"] = deleted });
        });

        var runs = api.MapGroup("/bulk-actions").RequireAuthorization(Scopes.Submit);
        runs.MapPost("/cancel/workflow-instances", async (Many request, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
        {
            var cancelled = 0;
            foreach (var id in request.Ids ?? []) cancelled += await instances.CancelAsync(id, context.Caller(), cancellationToken) ? 1 : 0;
            return Answers.Of(new JsonObject { ["cancelled"] = cancelled });
        });
        runs.MapPost("/delete/workflow-instances/by-id", async (Many request, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
        {
            var deleted = 0;
            foreach (var id in request.Ids ?? []) deleted += await instances.DeleteAsync(id, context.Caller(), cancellationToken) ? 1 : 0;
            return Answers.Of(new JsonObject { ["deleted"] = deleted });
        });
    }

    /// <summary>Lists of ids by what became of them.</summary>
    private sealed class Outcome(params string[] names)
    {
        private readonly Dictionary<string, JsonArray> _lists = names.ToDictionary(name => name, _ => new JsonArray(), StringComparer.Ordinal);

        public void Add(string list, string id) => _lists[list].Add(id);

        public JsonObject Json()
        {
            var json = new JsonObject();
            foreach (var name in names) json[name] = _lists[name];
            return json;
        }
    }
}
