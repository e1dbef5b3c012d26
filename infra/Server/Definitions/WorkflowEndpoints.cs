using System.Text.Json.Nodes;
using Foldline.Server.Access;
using Foldline.Server.Api;
using Foldline.Server.Campaigns;
using Foldline.Server.Errors;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Definitions;

/// <summary>Workflow definitions. They belong to the installation: every project may run them, and whoever may change them has the scope admin.</summary>
internal static class WorkflowEndpoints
{
    private const int LargestDefinition = 4 << 20;

    public static void MapWorkflows(this RouteGroupBuilder api)
    {
        var read = api.MapGroup("/workflows").WithTags("Workflows").RequireAuthorization(Scopes.Read);
        var admin = api.MapGroup("/workflows").WithTags("Workflows").RequireAuthorization(Scopes.Admin);
        read.MapGet("", ListAsync).WithSummary("Workflows, by name");
        read.MapGet("/{workflow}", GetAsync).WithSummary("One workflow: the published version, the newest where none is, or ?version=N");
        read.MapGet("/{workflow}/versions", async (string workflow, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        {
            var history = await catalog.HistoryAsync(workflow, cancellationToken);
            if (history.Versions.IsEmpty) throw ApiException.NotFound("workflow");
            return new Listing<WorkflowAnswer>([.. history.Versions.Reverse().Select(version => WorkflowAnswer.Of(version, whole: false))]);
        }).WithSummary("All versions, newest first");
        admin.MapPut("/{workflow}", PutAsync).WithMetadata(new RequestSizeLimitAttribute(LargestDefinition)).WithSummary("Save a definition (Elsa 3 JSON) as the draft");
        admin.MapPost("/{workflow}/publish", async (string workflow, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
        {
            var published = await catalog.PublishAsync(workflow, cancellationToken) ?? throw ApiException.NotFound("workflow");
            return WorkflowAnswer.Of(published.Version, whole: false, published.Warnings);
        }).WithSummary("Make the newest version the one that runs").ProducesProblem(422);
    }

    private static async Task<Listing<WorkflowAnswer>> ListAsync(string? q, string? after, int? take, HttpContext context, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var (skip, most) = (after is null ? 0 : int.TryParse(after, out var place) && place >= 0 ? place : throw new Foldline.Sequences.InputException("after is what 'next' gave."),
            CampaignEndpoints.Take(take, 100, 500));
        var page = await catalog.ListAsync(new DefinitionQuery { Search = q, Versions = VersionOptions.LatestOrPublished, OrderBy = "Name", Skip = skip, Take = most }, cancellationToken);
        return new Listing<WorkflowAnswer>([.. page.Items.Select(version => WorkflowAnswer.Of(version, whole: false))], context.NextPage(skip + page.Items.Count < page.Total
            ? (skip + page.Items.Count).ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
    }

    private static async Task<WorkflowAnswer> GetAsync(string workflow, int? version, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        var found = version is { } number ? await catalog.FindAsync(workflow, VersionOptions.Specific(number), cancellationToken)
            : await catalog.FindAsync(workflow, VersionOptions.Published, cancellationToken) ?? await catalog.FindAsync(workflow, VersionOptions.Latest, cancellationToken);
        return WorkflowAnswer.Of(found ?? throw ApiException.NotFound("workflow"), whole: true);
    }

    private static async Task<WorkflowAnswer> PutAsync(string workflow, JsonObject definition, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        definition["definitionId"] = workflow;
        var content = WorkflowDefinition.Parse(definition.ToJsonString());
        var saved = await catalog.SaveAsync(content, cancellationToken);
        return WorkflowAnswer.Of(saved, whole: false, catalog.Validate(saved.Content));
    }
}
