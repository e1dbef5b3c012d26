using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>Campaigns as rows of the state store. Submitting is here, changing and listing in the files beside.</summary>
/// <param name="store">The state.</param>
/// <param name="catalog">The activities definitions may use; descriptions are enough.</param>
/// <param name="time">The clock.</param>
public sealed partial class CampaignStore(RunStore store, ActivityCatalog catalog, TimeProvider time) : ICampaigns, IChildCampaigns
{
    private static readonly JsonSerializerOptions Json = ActivityJson.Options;
    private readonly CampaignIntake _intake = new(catalog);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public async Task<CampaignSummary> SubmitAsync(NewCampaign campaign, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(campaign.Name) || campaign.Name.Length > 200 || campaign.Name.Any(char.IsControl))
            throw new CampaignRefusedException("A campaign needs a name of at most 200 characters, without control characters.");
        CampaignIntake.CheckPriority(campaign.Priority, $"campaign '{campaign.Name}'");
        CampaignIntake.Check(campaign.Budgets);
        if (campaign.Options.Window < 1) throw new CampaignRefusedException("The window of a campaign is at least 1 target.");
        if (campaign.Targets.Count == 0) throw new CampaignRefusedException($"Campaign '{campaign.Name}' has no target; give at least one.");
        _intake.Check(campaign.Definition);
        var targets = _intake.Prepare(campaign.Definition, campaign.Inputs, campaign.Targets);
        return await KeepAsync(campaign, targets, clonedFrom: null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CampaignSummary> CloneAsync(CampaignRef campaign, CloneRequest request, CancellationToken cancellationToken)
    {
        var old = await FindAsync(campaign, cancellationToken);
        var run = await RunAsync(old.RunKey, cancellationToken);
        var states = request.States.Count > 0 ? request.States : Enum.GetValues<InstanceStatus>();
        await using var state = store.Open();
        var targets = (await state.Instances.AsNoTracking().Where(row => row.RunKey == old.RunKey && states.Contains(row.Status)).OrderBy(row => row.Ordinal)
            .Select(row => new { row.Name, row.Inputs, row.Priority }).ToListAsync(cancellationToken))
            .ConvertAll(row => new NewTarget(row.Name, JsonNode.Parse(row.Inputs)!.AsObject().With(request.Inputs)) { Priority = row.Priority });
        if (targets.Count == 0) throw new CampaignRefusedException($"Campaign {old.Id} has no target in these states; there is nothing to clone.");
        var copy = new NewCampaign
        {
            Project = old.Project, Name = request.Name ?? $"{old.Name} (copy)", Definition = request.Definition ?? WorkflowDefinition.Parse(run.Definition),
            Targets = targets, Priority = request.Priority ?? old.Priority, Options = Read<CampaignOptions>(old.Options),
            Budgets = request.Budgets ?? Read<CampaignBudgets>(old.Budgets), IdempotencyKey = request.IdempotencyKey, CreatedBy = request.CreatedBy,
        };
        CampaignIntake.CheckPriority(copy.Priority, $"campaign '{copy.Name}'");
        CampaignIntake.Check(copy.Budgets);
        _intake.Check(copy.Definition);
        return await KeepAsync(copy, _intake.Prepare(copy.Definition, [], copy.Targets), old.Id, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<int> AddTargetsAsync(CampaignRef campaign, IReadOnlyList<NewTarget> targets, CancellationToken cancellationToken)
    {
        var row = await FindAsync(campaign, cancellationToken);
        if (row.State is CampaignState.Cancelling or CampaignState.Cancelled)
            throw new CampaignRefusedException($"Campaign {row.Id} was cancelled; clone it to go on with other targets.");
        var definition = WorkflowDefinition.Parse((await RunAsync(row.RunKey, cancellationToken)).Definition);
        var prepared = _intake.Prepare(definition, Read<JsonObject>(row.Inputs), targets);
        return await store.WriteAsync(async state =>
        {
            var known = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var names in prepared.Select(target => target.Name).Chunk(500))
                foreach (var there in await state.Instances.Where(there => there.RunKey == row.RunKey && names.Contains(there.Name))
                    .Select(there => new { there.Name, there.InputsHash }).ToListAsync(cancellationToken)) known.Add(there.Name, there.InputsHash);
            if (prepared.FirstOrDefault(target => known.TryGetValue(target.Name, out var inputs) && inputs != target.InputsHash) is { } taken)
                throw new CampaignRefusedException($"'{taken.Name}' is a target of campaign {row.Id} already, with other inputs; give the new one another name.");
            var added = prepared.Where(target => !known.ContainsKey(target.Name)).ToList();
            if (added.Count == 0) return 0;
            await InsertAsync(state, row.RunKey, added, Read<CampaignOptions>(row.Options), cancellationToken);
            Note(state, row.RunKey, CampaignEventKind.TargetsAdded, $"{added.Count} targets were added.");
            await ReopenAsync(state, row.RunKey, cancellationToken);
            return added.Count;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task SubmitAsync(string id, NewCampaign campaign, CancellationToken cancellationToken)
    {
        await using (var state = store.Open())
            if (await state.Campaigns.AnyAsync(row => row.Id == id, cancellationToken)) return;
        _intake.Check(campaign.Definition);
        await KeepAsync(campaign, _intake.Prepare(campaign.Definition, campaign.Inputs, campaign.Targets), clonedFrom: null, cancellationToken, id);
    }

    /// <inheritdoc/>
    public async Task<(TargetCounts Counts, InstanceResult? Only)?> EndOfAsync(string id, CancellationToken cancellationToken)
    {
        var campaign = new CampaignRef(id);
        CampaignSummary summary;
        try
        {
            summary = await SummaryAsync(campaign, cancellationToken);
        }
        catch (CampaignNotFoundException)
        {
            return (new TargetCounts { Cancelled = 1 }, null);                    // it was deleted
        }
        if (summary.EndedAt is null) return null;
        if (summary.Counts.Total == 1)
            await foreach (var only in ResultsAsync(campaign, cancellationToken)) return (summary.Counts, only);
        return (summary.Counts, null);
    }

    private async Task<CampaignSummary> KeepAsync(NewCampaign campaign, IReadOnlyList<PreparedTarget> targets, string? clonedFrom,
        CancellationToken cancellationToken, string? given = null)
    {
        var definition = campaign.Definition.ToJson().ToJsonString();
        var hash = RequestHash(campaign, targets);
        var created = time.GetUtcNow();
        var id = given ?? $"{created:yyyyMMdd}-{Guid.NewGuid().ToString("N")[..10]}";
        string kept;
        try
        {
            kept = await store.WriteAsync(async state =>
            {
                if (await EarlierAsync(state, campaign, hash, cancellationToken) is { } earlier) return earlier;
                var run = new RunRow { Id = id, Definition = definition, DefinitionHash = campaign.Definition.ContentHash, CreatedAt = Now };
                state.Runs.Add(run);
                await state.SaveChangesAsync(cancellationToken);
                state.Campaigns.Add(new CampaignRow
                {
                    RunKey = run.Key, Id = id, Project = campaign.Project, Name = campaign.Name, DefinitionId = campaign.Definition.DefinitionId,
                    DefinitionVersion = campaign.Definition.Version, State = CampaignState.Running, Priority = campaign.Priority,
                    Inputs = campaign.Inputs.ToJsonString(), Options = Write(campaign.Options), Budgets = Write(campaign.Budgets),
                    IdempotencyKey = campaign.IdempotencyKey, RequestHash = hash, CreatedBy = campaign.CreatedBy, ClonedFrom = clonedFrom,
                    ScheduleId = campaign.ScheduleId, CreatedAt = run.CreatedAt, RunningSince = run.CreatedAt,
                });
                Note(state, run.Key, CampaignEventKind.Submitted, $"{targets.Count} targets were submitted.");
                await state.SaveChangesAsync(cancellationToken);
                await InsertAsync(state, run.Key, targets, campaign.Options, cancellationToken);
                return id;
            }, cancellationToken);
        }
        catch (DbUpdateException) when (campaign.IdempotencyKey is not null)
        {
            await using var state = store.Open();                                 // another process was first with the same key
            kept = await EarlierAsync(state, campaign, hash, cancellationToken) ?? throw new CampaignRefusedException("The campaign could not be kept; try again.");
        }
        return await SummaryAsync(new CampaignRef(kept, campaign.Project), cancellationToken);
    }

    private static async Task<string?> EarlierAsync(StateContext state, NewCampaign campaign, string hash, CancellationToken cancellationToken)
    {
        if (campaign.IdempotencyKey is not { } key) return null;
        var earlier = await state.Campaigns.AsNoTracking().Where(row => row.Project == campaign.Project && row.IdempotencyKey == key)
            .Select(row => new { row.Id, row.RequestHash }).FirstOrDefaultAsync(cancellationToken);
        if (earlier is not null && earlier.RequestHash != hash)
            throw new CampaignRefusedException($"The idempotency key '{key}' was used for another request, which gave campaign {earlier.Id}; use a new key.");
        return earlier?.Id;
    }

    private async Task InsertAsync(StateContext state, long runKey, IReadOnlyList<PreparedTarget> targets, CampaignOptions options,
        CancellationToken cancellationToken)
    {
        var next = await state.Instances.Where(row => row.RunKey == runKey).MaxAsync(row => (long?)row.Ordinal, cancellationToken) + 1 ?? 0;
        var now = Now;
        await store.InsertAsync(state, targets.Select(target => new InstanceRow
        {
            RunKey = runKey, Name = target.Name, Ordinal = next++, Priority = target.Priority, Status = InstanceStatus.Pending, Inputs = target.InputsJson,
            InputsHash = target.InputsHash, Identity = target.Identity, CreatedAt = now, UpdatedAt = now,
        }), cancellationToken);
        if (!options.Deduplicate) return;
        await ShareAsync(state, runKey, targets, cancellationToken);
    }

    /// <summary>The first of its kind is computed, the others share.</summary>
    private static async Task ShareAsync(StateContext state, long runKey, IReadOnlyList<PreparedTarget> targets, CancellationToken cancellationToken)
    {
        foreach (var identities in targets.Select(target => target.Identity).Distinct().Chunk(500))
        {
            var firsts = await state.Instances.Where(row => row.RunKey == runKey && identities.Contains(row.Identity) && row.SharedWith == null)
                .GroupBy(row => row.Identity).Where(same => same.Count() > 1).Select(same => new { same.Key, First = same.Min(row => row.Key) })
                .ToListAsync(cancellationToken);
            foreach (var first in firsts)
                await state.Instances.Where(row => row.RunKey == runKey && row.Identity == first.Key && row.Key != first.First && row.SharedWith == null
                        && row.Status == InstanceStatus.Pending)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.SharedWith, first.First), cancellationToken);
        }
    }

    private static string RequestHash(NewCampaign campaign, IReadOnlyList<PreparedTarget> targets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        Add(campaign.Name);
        Add(campaign.Definition.ContentHash);
        Add(Write(campaign.Options));
        Add(Write(campaign.Budgets));
        foreach (var target in targets) Add($"{target.Name} {target.InputsHash} {target.Priority}");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;
}
