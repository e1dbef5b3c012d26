using System.Text.Json.Nodes;
using Foldline.Server.Access;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Elsa;

/// <summary>Changing definitions: save, publish, retract, revert, delete.</summary>
internal static class DefinitionChangeEndpoints
{
    public static void MapDefinitionChanges(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").RequireAuthorization(Scopes.Admin);
        group.MapPost("/workflow-definitions", async (JsonObject body, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        {
            var model = WorkflowDefinition.From(body);
            var saved = await catalog.SaveAsync(model, cancellationToken);
            var publish = body["publish"] is JsonValue flag && flag.TryGetValue<bool>(out var wanted) && wanted;
            var published = publish ? await catalog.PublishAsync(saved.DefinitionId, cancellationToken) : null;
            return Answers.Of(Saved(published?.Version ?? saved, already: false, published?.Warnings ?? []));
        });
        group.MapPost("/workflow-definitions/{id}/publish", async (string id, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            await catalog.PublishAsync(id, cancellationToken) is { } done ? Answers.Of(Saved(done.Version, done.AlreadyPublished, done.Warnings))
                : Answers.NotFound($"workflow '{id}'"));
        group.MapPost("/workflow-definitions/{id}/retract", async (string id, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            await catalog.RetractAsync(id, cancellationToken) is { } version ? Answers.Of(DefinitionView.Whole(version, mayChange: true))
                : await catalog.FindAsync(id, VersionOptions.Latest, cancellationToken) is null ? Answers.NotFound($"workflow '{id}'")
                : Answers.Error(400, $"Workflow with id {id} is not published"));
        group.MapPost("/workflow-definitions/{id}/revert/{number:int}", async (string id, int number, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            Answers.Of(DefinitionView.Bare(await catalog.RevertAsync(id, number, cancellationToken)), 201));
        // A definition names another by its id alone, and what is published runs: there is never a version in it that would have to follow.
        group.MapPost("/workflow-definitions/{id}/update-references", async (string id, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            await catalog.FindAsync(id, VersionOptions.Latest, cancellationToken) is null ? Answers.NotFound($"workflow '{id}'")
                : Answers.Of(new JsonObject { ["affectedWorkflows"] = new JsonArray() }));
        group.MapDelete("/workflow-definitions/{id}", async (string id, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            await catalog.DeleteAsync(id, cancellationToken) > 0 ? Results.NoContent() : Answers.NotFound($"workflow '{id}'"));
        group.MapDelete("/workflow-definition-versions/{id}", async (string id, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            await catalog.DeleteVersionAsync(id, cancellationToken) ? Results.NoContent() : Answers.NotFound($"version '{id}' of a workflow"));
    }

    private static JsonObject Saved(DefinitionVersion version, bool already, IReadOnlyList<DefinitionProblem> warnings) => new()
    {
        ["workflowDefinition"] = DefinitionView.Whole(version, mayChange: true),
        ["alreadyPublished"] = already,
        ["consumingWorkflowCount"] = 0,
        ["validationErrors"] = new JsonArray([.. warnings.Select(warning => new JsonObject { ["message"] = warning.Message, ["activityId"] = warning.NodeId })]),
    };
}
