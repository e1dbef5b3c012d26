using System.Globalization;
using System.Text.Json.Nodes;
using Foldline.Artifacts;
using Foldline.Server.Access;
using Foldline.Server.Hosting;
using Foldline.Workflows;

namespace Foldline.Server.Elsa;

/// <summary>Starts instances for the designer: each is a campaign of one target, worked on by whoever works on campaigns.</summary>
internal sealed class InstanceStarter(ICampaigns campaigns, DefinitionCatalog catalog, IArtifactStore artifacts, ServerOptions options)
{
    /// <summary>The most instances one call starts.</summary>
    public const int MostAtOnce = 100;

    /// <summary>Starts instances of a definition; returns their ids, or <c>null</c> where there is no such version.</summary>
    public async Task<IReadOnlyList<string>?> StartAsync(string definitionId, VersionOptions version, JsonObject? input, string? correlationId, int count, Caller caller,
        CancellationToken cancellationToken)
    {
        return await catalog.FindAsync(definitionId, version, cancellationToken) is { } found
            ? await StartAsync(found.Definition, input, correlationId, count, caller, cancellationToken) : null;
    }

    /// <summary>Starts instances of a definition as it stands; returns their ids.</summary>
    public async Task<IReadOnlyList<string>> StartAsync(WorkflowDefinition definition, JsonObject? input, string? correlationId, int count, Caller caller,
        CancellationToken cancellationToken)
    {
        var inputs = await RunInputs.PrepareAsync(definition, input, artifacts, options.DataFolder, cancellationToken);
        var name = correlationId is { Length: > 0 } ? correlationId : "run";
        var summary = await campaigns.SubmitAsync(new NewCampaign
        {
            Project = caller.Project,
            Name = $"{definition.Name} (designer)",
            Definition = definition,
            Targets = [.. Enumerable.Range(1, count).Select(i => new NewTarget(count == 1 ? name : $"{name}-{i.ToString(CultureInfo.InvariantCulture)}", inputs.DeepClone().AsObject()))],
            Options = new CampaignOptions { Deduplicate = false },
            CreatedBy = caller.KeyName,
        }, cancellationToken);
        var instances = await campaigns.InstancesAsync(new InstanceQuery { Project = caller.Project, CampaignId = summary.Id, Take = count }, cancellationToken);
        return [.. instances.Items.OrderBy(instance => instance.Ordinal).Select(instance => instance.Key.ToString(CultureInfo.InvariantCulture))];
    }
}
