using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Sequences;
using Foldline.Server.Access;
using Foldline.Server.Errors;
using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>Takes submissions: finds the workflow, reads the targets, hands both to the campaigns. Pages and API go through here alike.</summary>
/// <param name="campaigns">The campaigns.</param>
/// <param name="definitions">The workflows.</param>
/// <param name="intake">Reads and keeps targets.</param>
/// <param name="databases">What may be searched.</param>
/// <param name="planner">Knows costs.</param>
public sealed class CampaignDesk(ICampaigns campaigns, DefinitionCatalog definitions, TargetIntake intake, KnownDatabases databases, IPlanner planner)
{
    /// <summary>The workflow where none is named.</summary>
    public const string DefaultWorkflow = "fold";

    /// <summary>Submits.</summary>
    public async Task<CampaignAnswer> SubmitAsync(
        Caller caller, CampaignRequest request, IReadOnlyList<(string Name, string Text)> files, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var definition = await DefinitionAsync(request.Workflow, request.WorkflowVersion, cancellationToken);
        var batch = await TargetIntake.ReadAsync(request.Targets, request.Fasta, files, cancellationToken);
        var made = await campaigns.SubmitAsync(new NewCampaign
        {
            Project = caller.Project,
            Name = string.IsNullOrWhiteSpace(request.Name) ? throw new CampaignRefusedException("A campaign needs a name.") : request.Name.Trim(),
            Definition = definition,
            Inputs = await CheckedAsync(definition, request.Inputs, cancellationToken),
            Targets = await intake.KeepAsync(definition, batch.Targets, cancellationToken),
            Priority = request.Priority ?? 0,
            Options = new CampaignOptions { Deduplicate = request.Deduplicate ?? true, Window = request.Window, Adaptive = request.Adaptive?.ToSampling() },
            Budgets = request.Budgets?.ToBudgets() ?? CampaignBudgets.None,
            IdempotencyKey = idempotencyKey,
            CreatedBy = caller.KeyName,
        }, cancellationToken);
        return CampaignAnswer.Of(made) with { Notices = batch.Notices.IsEmpty ? null : [.. batch.Notices.Take(100)] };
    }

    /// <summary>What a submission would do and cost; nothing is kept.</summary>
    public async Task<CampaignPlan> PlanAsync(CampaignRequest request, IReadOnlyList<(string Name, string Text)> files, CancellationToken cancellationToken)
    {
        var definition = await DefinitionAsync(request.Workflow, request.WorkflowVersion, cancellationToken);
        var batch = await TargetIntake.ReadAsync(request.Targets, request.Fasta, files, cancellationToken);
        var inputs = await CheckedAsync(definition, request.Inputs, cancellationToken);
        if (definition.ToJson()["customProperties"]?["defaults"] is JsonObject defaults)
            foreach (var (name, value) in defaults) inputs.TryAdd(name, value?.DeepClone());
        return await planner.PlanAsync(batch.Targets, inputs, cancellationToken) with { Notices = [.. batch.Notices.Take(100)] };
    }

    /// <summary>Adds targets to a campaign.</summary>
    public async Task<CountAnswer> AddAsync(CampaignRef campaign, MoreTargetsRequest request, IReadOnlyList<(string Name, string Text)> files, CancellationToken cancellationToken)
    {
        var detail = await campaigns.GetAsync(campaign, cancellationToken);
        var batch = await TargetIntake.ReadAsync(request.Targets, request.Fasta, files, cancellationToken);
        var added = await campaigns.AddTargetsAsync(campaign, await intake.KeepAsync(detail.Definition, batch.Targets, cancellationToken), cancellationToken);
        return new CountAnswer(added, batch.Notices.IsEmpty ? null : [.. batch.Notices.Take(100)]);
    }

    /// <summary>Clones.</summary>
    public async Task<CampaignAnswer> CloneAsync(Caller caller, CampaignRef campaign, CopyRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var definition = request.Workflow is null ? null : await DefinitionAsync(request.Workflow, null, cancellationToken);
        var inputs = request.Inputs ?? [];
        if (inputs.Count > 0)
        {
            var follows = definition ?? (await campaigns.GetAsync(campaign, cancellationToken)).Definition;
            // Databases that are not named stay what they were.
            inputs = inputs.Any(input => input.Key.Equals("Databases", StringComparison.OrdinalIgnoreCase)) ? await CheckedAsync(follows, inputs, cancellationToken) : Plain(follows, inputs);
        }
        return CampaignAnswer.Of(await campaigns.CloneAsync(campaign, new CloneRequest
        {
            Name = request.Name, Inputs = inputs, Definition = definition, States = request.States ?? [], Priority = request.Priority, Budgets = request.Budgets?.ToBudgets(),
            IdempotencyKey = idempotencyKey, CreatedBy = caller.KeyName,
        }, cancellationToken));
    }

    /// <summary>What a caller gave as inputs: found by name in any case, free of artifacts and paths, with the databases that will be searched.</summary>
    internal async Task<JsonObject> CheckedAsync(WorkflowDefinition definition, JsonObject? inputs, CancellationToken cancellationToken) =>
        databases.Resolve(definition, Plain(definition, inputs ?? []),
            (await campaigns.WorkersAsync(cancellationToken)).Where(worker => worker.LeftAt is null).SelectMany(worker => worker.Offer.Databases));

    /// <summary>Inputs that were checked, with others in the place of those of the same name; <c>null</c> takes one away.</summary>
    internal async Task<JsonObject> MergedAsync(WorkflowDefinition definition, JsonObject kept, JsonObject given, CancellationToken cancellationToken)
    {
        var merged = kept.DeepClone().AsObject();
        foreach (var (name, value) in Plain(definition, given))
        {
            merged.Remove(name);
            if (value is not null) merged[name] = value.DeepClone();
        }
        return given.Any(input => input.Key.Equals("Databases", StringComparison.OrdinalIgnoreCase)) ? await CheckedAsync(definition, merged, cancellationToken) : merged;
    }

    // An artifact of somebody else's must not come in by its hash.
    private static JsonObject Plain(WorkflowDefinition definition, JsonObject given)
    {
        var inputs = new JsonObject();
        // JSON is written in camel case by many; an input is found by its name in any case.
        foreach (var (name, value) in given)
            if (!inputs.TryAdd(definition.Inputs.FirstOrDefault(input => input.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name ?? name, value?.DeepClone()))
                throw new CampaignRefusedException($"The input '{name}' is given twice.");
        foreach (var input in definition.Inputs.Where(input => inputs.ContainsKey(input.Name) && !input.Type.IsScalar))
            throw new CampaignRefusedException($"The input '{input.Name}' is made by the server and cannot be given.");
        return NamesArtifact(inputs) ? throw new CampaignRefusedException("Inputs cannot name artifacts.") : inputs;
    }

    private static bool NamesArtifact(JsonNode? node) => node switch
    {
        JsonObject value => value.Any(property => property.Key.Equals("sha256", StringComparison.OrdinalIgnoreCase) || NamesArtifact(property.Value)),
        JsonArray list => list.Any(NamesArtifact),
        _ => false,
    };

    /// <summary>The workflow of that id: the published version, or one by number.</summary>
    internal async Task<WorkflowDefinition> DefinitionAsync(string? id, int? version, CancellationToken cancellationToken)
    {
        var wanted = string.IsNullOrWhiteSpace(id) ? DefaultWorkflow : id;
        var found = await definitions.FindAsync(wanted, version is { } number ? VersionOptions.Specific(number) : VersionOptions.Published, cancellationToken);
        return found?.Definition ?? throw new ApiException(422, version is null ? "There is no published workflow of that id." : "There is no such version of the workflow.");
    }
}
