using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>What users look at. Every page is a range of an index.</summary>
public sealed partial class CampaignStore
{
    private const int PollMs = 500;

    /// <inheritdoc/>
    public async Task<Page<CampaignSummary>> ListAsync(CampaignQuery query, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        var rows = state.Campaigns.AsNoTracking();
        if (query.Project is { } project) rows = rows.Where(row => row.Project == project);
        if (query.States.Count > 0) rows = rows.Where(row => query.States.Contains(row.State));
        if (query.IdempotencyKey is { } key) rows = rows.Where(row => row.IdempotencyKey == key);
        if (query.ScheduleId is { } schedule) rows = rows.Where(row => row.ScheduleId == schedule);
        if (query.Text is { Length: > 0 } text)
        {
            var pattern = Pattern(text);
            rows = rows.Where(row => EF.Functions.Like(row.Name.ToLower(), pattern, "\\") || row.Id == text);
        }
        if (Place(query.After) is { } after) rows = rows.Where(row => row.RunKey < after);
        var take = Math.Clamp(query.Take, 1, 500);
        var page = await rows.OrderByDescending(row => row.RunKey).Take(take + 1).ToListAsync(cancellationToken);
        return new Page<CampaignSummary>(await SummariesAsync(state, [.. page.Take(take)], cancellationToken),
            page.Count > take ? Text(page[take - 1].RunKey) : null);
    }

    /// <inheritdoc/>
    public async Task<CampaignDetail> GetAsync(CampaignRef campaign, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        var row = await FindAsync(state.Campaigns.AsNoTracking(), campaign, cancellationToken);
        var run = await state.Runs.AsNoTracking().FirstAsync(there => there.Key == row.RunKey, cancellationToken);
        var summary = (await SummariesAsync(state, [row], cancellationToken))[0];
        var failures = await state.Instances.Where(there => there.RunKey == row.RunKey && there.FailureClass != null).GroupBy(there => there.FailureClass)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key!.Value, group => group.Count, cancellationToken);
        var waits = await state.Instances.Where(there => there.RunKey == row.RunKey && there.Status == InstanceStatus.Running && there.Waits != null).GroupBy(there => there.Waits)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key!, group => group.Count, cancellationToken);
        var now = time.GetUtcNow();
        var active = row.ActiveMs + (row.RunningSince is { } since ? Math.Max(0, Now - since) : 0);
        var span = Math.Clamp(active, 60_000, 3_600_000);
        var begin = (row.EndedAt ?? Now) - span;
        var ended = await state.Instances.CountAsync(there => there.RunKey == row.RunKey && there.EndedAt >= begin, cancellationToken);
        var rate = ended * 3_600_000.0 / span;
        return new CampaignDetail
        {
            Summary = summary, Inputs = Read<JsonObject>(row.Inputs), Options = Read<CampaignOptions>(row.Options), Budgets = Read<CampaignBudgets>(row.Budgets),
            Definition = WorkflowDefinition.Parse(run.Definition), Failures = failures, WaitsFor = waits,
            DeviceHours = await DeviceMsAsync(state, row.RunKey, cancellationToken) / 3_600_000, ActiveTime = TimeSpan.FromMilliseconds(active),
            TargetsPerHour = rate,
            ExpectedEnd = summary.Counts.Open > 0 && rate > 0 && row.State == CampaignState.Running ? now.AddHours(summary.Counts.Open / rate) : null,
        };
    }

    /// <inheritdoc/>
    public async Task<Page<TargetSummary>> TargetsAsync(CampaignRef campaign, TargetQuery query, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        var row = await FindAsync(state.Campaigns.AsNoTracking(), campaign, cancellationToken);
        var rows = state.Instances.AsNoTracking().Where(there => there.RunKey == row.RunKey);
        if (query.States.Count > 0) rows = rows.Where(there => query.States.Contains(there.Status));
        if (query.Class is { } failure) rows = rows.Where(there => there.FailureClass == failure);
        if (query.Text is { Length: > 0 } text)
        {
            var pattern = Pattern(text);
            rows = rows.Where(there => EF.Functions.Like(there.Name.ToLower(), pattern, "\\"));
        }
        if (Place(query.After) is { } after) rows = rows.Where(there => there.Ordinal > after);
        var take = Math.Clamp(query.Take, 1, 1000);
        var page = await rows.OrderBy(there => there.Ordinal).Take(take + 1).Select(Slim).ToListAsync(cancellationToken);
        return new Page<TargetSummary>(await TargetsAsync(state, [.. page.Take(take)], cancellationToken), page.Count > take ? Text(page[take - 1].Ordinal) : null);
    }

    /// <inheritdoc/>
    public async Task<InstancePage> InstancesAsync(InstanceQuery query, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        var campaigns = state.Campaigns.AsNoTracking();
        if (query.Project is { } project) campaigns = campaigns.Where(row => row.Project == project);
        if (query.CampaignId is { } id) campaigns = campaigns.Where(row => row.Id == id);
        if (query.DefinitionIds.Count > 0) campaigns = campaigns.Where(row => query.DefinitionIds.Contains(row.DefinitionId));
        if (query.DefinitionVersion is { } version) campaigns = campaigns.Where(row => row.DefinitionVersion == version);
        var rows = state.Instances.AsNoTracking().Where(there => campaigns.Any(row => row.RunKey == there.RunKey));
        if (query.States.Count > 0) rows = rows.Where(there => query.States.Contains(there.Status));
        if (query.Text is { Length: > 0 } text)
        {
            var pattern = Pattern(text);
            rows = rows.Where(there => EF.Functions.Like(there.Name.ToLower(), pattern, "\\"));
        }
        if (query.Name is { } name) rows = rows.Where(there => there.Name == name);
        foreach (var (moment, from, before) in query.Times)
        {
            var (first, end) = (from.ToUnixTimeMilliseconds(), before.ToUnixTimeMilliseconds());
            rows = moment switch
            {
                InstanceMoment.Created => rows.Where(there => there.CreatedAt >= first && there.CreatedAt < end),
                InstanceMoment.Updated => rows.Where(there => there.UpdatedAt >= first && there.UpdatedAt < end),
                _ => rows.Where(there => there.EndedAt >= first && there.EndedAt < end),
            };
        }
        var total = await rows.CountAsync(cancellationToken);
        var page = await Ordered(rows, query).Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, 500)).Select(Slim).ToListAsync(cancellationToken);
        return new InstancePage(await TargetsAsync(state, page, cancellationToken), total);
    }

    // The key grows with the time of submission and parts what another time leaves equal.
    private static IQueryable<InstanceRow> Ordered(IQueryable<InstanceRow> rows, InstanceQuery query) => (query.Order, query.OldestFirst) switch
    {
        (InstanceMoment.Updated, true) => rows.OrderBy(there => there.UpdatedAt).ThenBy(there => there.Key),
        (InstanceMoment.Updated, false) => rows.OrderByDescending(there => there.UpdatedAt).ThenByDescending(there => there.Key),
        (InstanceMoment.Ended, true) => rows.OrderBy(there => there.EndedAt == null).ThenBy(there => there.EndedAt).ThenBy(there => there.Key),
        (InstanceMoment.Ended, false) => rows.OrderBy(there => there.EndedAt == null).ThenByDescending(there => there.EndedAt).ThenByDescending(there => there.Key),
        (_, true) => rows.OrderBy(there => there.Key),
        _ => rows.OrderByDescending(there => there.Key),
    };

    /// <inheritdoc/>
    public async Task<TargetDetail> TargetAsync(CampaignRef campaign, string target, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        var row = await FindAsync(state.Campaigns.AsNoTracking(), campaign, cancellationToken);
        var instance = await state.Instances.AsNoTracking().FirstOrDefaultAsync(there => there.RunKey == row.RunKey && there.Name == target, cancellationToken)
            ?? throw new CampaignNotFoundException($"target '{target}' in campaign {row.Id}");
        return await DetailAsync(state, row, instance, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<TargetDetail> InstanceAsync(long key, string? project, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        var instance = await state.Instances.AsNoTracking().FirstOrDefaultAsync(there => there.Key == key, cancellationToken);
        var row = instance is null ? null : await state.Campaigns.AsNoTracking().FirstOrDefaultAsync(there => there.RunKey == instance.RunKey, cancellationToken);
        if (instance is null || row is null || (project is not null && row.Project != project))
            throw new CampaignNotFoundException($"instance {key.ToString(CultureInfo.InvariantCulture)}");
        return await DetailAsync(state, row, instance, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<FailureRow> FailuresAsync(CampaignRef campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var row = await FindAsync(campaign, cancellationToken);
        for (var (after, more) = (-1L, true); more;)
        {
            await using var state = store.Open();
            var from = after;
            var page = await state.Instances.AsNoTracking()
                .Where(there => there.RunKey == row.RunKey && there.FailureClass != null && there.Ordinal > from).OrderBy(there => there.Ordinal).Take(500)
                .Select(there => new { there.Ordinal, there.Name, there.Status, there.Failure, there.EndedAt }).ToListAsync(cancellationToken);
            foreach (var there in page.Where(there => there.Failure is not null && there.Status is InstanceStatus.Failed or InstanceStatus.Quarantined))
            {
                var failure = Read<InstanceFailure>(there.Failure!);
                yield return new FailureRow(there.Name, there.Status, failure.ActivityId, failure.Label, failure.Class, failure.Attempts, failure.Message,
                    failure.Suggestion ?? "", failure.LogTail ?? "", Time(there.EndedAt));
            }
            more = page.Count == 500;
            if (more) after = page[^1].Ordinal;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<InstanceResult> ResultsAsync(CampaignRef campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var row = await FindAsync(campaign, cancellationToken);
        for (var (after, more) = (-1L, true); more;)
        {
            await using var state = store.Open();
            var from = after;
            var page = await state.Instances.AsNoTracking().Where(there => there.RunKey == row.RunKey && there.Ordinal > from).OrderBy(there => there.Ordinal)
                .Take(500).Select(there => new { there.Ordinal, there.Name, there.Status, there.Outputs, there.Failure }).ToListAsync(cancellationToken);
            foreach (var there in page)
                yield return new InstanceResult(there.Name, there.Status, Object(there.Outputs),
                    there.Failure is null ? null : Read<InstanceFailure>(there.Failure));
            more = page.Count == 500;
            if (more) after = page[^1].Ordinal;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CampaignEvent>> EventsAsync(CampaignRef campaign, long after, int take, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        var row = await FindAsync(state.Campaigns.AsNoTracking(), campaign, cancellationToken);
        var rows = await store.SettledEvents(state).AsNoTracking().Where(there => there.RunKey == row.RunKey && there.Sequence > after)
            .OrderBy(there => there.Sequence).Take(Math.Clamp(take, 1, 1000)).ToListAsync(cancellationToken);
        return [.. rows.Select(there => new CampaignEvent(there.Sequence, row.Id, there.Kind, Time(there.At)) { Target = there.Target, Status = there.Status,
            Text = there.Text })];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CampaignEvent> FollowAsync(CampaignRef campaign, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var row = await FindAsync(campaign, cancellationToken);                // asked before the reading: what follows is then complete
            var events = await EventsAsync(campaign, after, 500, cancellationToken);
            foreach (var happened in events)
            {
                yield return happened;
                after = happened.Sequence;
            }
            if (events.Count > 0) continue;
            if (row.EndedAt is not null && !await SomeFollowAsync(row.RunKey, after, cancellationToken)) yield break;
            await Task.Delay(TimeSpan.FromMilliseconds(PollMs), time, cancellationToken);
        }
    }

    /// <summary>Whether events come after one, also such as are not settled yet: on PostgreSQL any transaction that is still open anywhere holds them back.</summary>
    private async Task<bool> SomeFollowAsync(long runKey, long after, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        return await state.CampaignEvents.AnyAsync(there => there.RunKey == runKey && there.Sequence > after, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkerRecord>> WorkersAsync(CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        var since = Now - (long)TimeSpan.FromDays(1).TotalMilliseconds;
        var rows = await state.Workers.AsNoTracking().Where(row => row.LeftAt == null || row.LeftAt >= since).OrderBy(row => row.StartedAt)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(RunStore.Record)];
    }

    private static readonly Expression<Func<InstanceRow, InstanceRow>> Slim = row => new InstanceRow
    {
        Key = row.Key, RunKey = row.RunKey, Name = row.Name, Ordinal = row.Ordinal, Priority = row.Priority, Status = row.Status, Inputs = "", InputsHash = "",
        Activity = row.Activity, SharedWith = row.SharedWith, Rounds = row.Rounds, Waits = row.Waits, Failure = row.Failure, DueAt = row.DueAt, CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt, EndedAt = row.EndedAt, UpdatedAt = row.UpdatedAt,
    };

    private async Task<CampaignRow> FindAsync(CampaignRef campaign, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        return await FindAsync(state.Campaigns.AsNoTracking(), campaign, cancellationToken);
    }

    private static async Task<CampaignRow> FindAsync(IQueryable<CampaignRow> rows, CampaignRef campaign, CancellationToken cancellationToken) =>
        await rows.FirstOrDefaultAsync(row => row.Id == campaign.Id && (campaign.Project == null || row.Project == campaign.Project), cancellationToken)
            ?? throw new CampaignNotFoundException($"campaign {new string([.. campaign.Id.Take(60).Where(letter => !char.IsControl(letter))])}");

    private async Task<RunRow> RunAsync(long key, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        return await state.Runs.AsNoTracking().FirstAsync(row => row.Key == key, cancellationToken);
    }

    private async Task<CampaignSummary> SummaryAsync(CampaignRef campaign, CancellationToken cancellationToken)
    {
        await using var state = store.Open();
        return (await SummariesAsync(state, [await FindAsync(state.Campaigns.AsNoTracking(), campaign, cancellationToken)], cancellationToken))[0];
    }

    private static async Task<IReadOnlyList<CampaignSummary>> SummariesAsync(StateContext state, IReadOnlyList<CampaignRow> rows,
        CancellationToken cancellationToken)
    {
        var open = rows.Where(row => row.Counts is null).Select(row => row.RunKey).ToList();
        var tallies = (await state.Instances.Where(there => open.Contains(there.RunKey)).GroupBy(there => new { there.RunKey, there.Status })
            .Select(group => new { group.Key.RunKey, group.Key.Status, Count = group.Count() }).ToListAsync(cancellationToken))
            .ToLookup(group => group.RunKey);
        return [.. rows.Select(row => new CampaignSummary
        {
            Id = row.Id, Project = row.Project, Name = row.Name, DefinitionId = row.DefinitionId, DefinitionVersion = row.DefinitionVersion, State = row.State,
            PausedBecause = row.PausedBecause, Priority = row.Priority, CreatedAt = Time(row.CreatedAt), EndedAt = Time(row.EndedAt), CreatedBy = row.CreatedBy,
            ClonedFrom = row.ClonedFrom, ScheduleId = row.ScheduleId,
            Counts = row.Counts is { } frozen ? Read<TargetCounts>(frozen)
                : TargetCounts.Of(tallies[row.RunKey].ToDictionary(group => group.Status, group => group.Count)),
        })];
    }

    private static async Task<IReadOnlyList<TargetSummary>> TargetsAsync(StateContext state, IReadOnlyList<InstanceRow> rows,
        CancellationToken cancellationToken)
    {
        var runs = rows.Select(row => row.RunKey).Distinct().ToList();
        var campaigns = await state.Campaigns.AsNoTracking().Where(row => runs.Contains(row.RunKey)).ToDictionaryAsync(row => row.RunKey, cancellationToken);
        var shared = rows.Select(row => row.SharedWith).OfType<long>().Distinct().ToList();
        var firsts = shared.Count == 0 ? [] : await state.Instances.Where(row => shared.Contains(row.Key)).Select(row => new { row.Key, row.Name })
            .ToDictionaryAsync(row => row.Key, row => row.Name, cancellationToken);
        return [.. rows.Select(row => Summary(row, campaigns[row.RunKey], row.SharedWith is { } first ? firsts.GetValueOrDefault(first) : null))];
    }

    private static TargetSummary Summary(InstanceRow row, CampaignRow campaign, string? sharedWith) => new()
    {
        Key = row.Key, CampaignId = campaign.Id, DefinitionId = campaign.DefinitionId, DefinitionVersion = campaign.DefinitionVersion, Name = row.Name,
        Ordinal = row.Ordinal, Status = row.Status, Priority = row.Priority, Activity = row.Activity, SharedWith = sharedWith, Rounds = row.Rounds,
        Failure = row.Failure is null ? null : Read<InstanceFailure>(row.Failure), WaitsFor = row.Status == InstanceStatus.Running ? row.Waits : null, DueAt = Time(row.DueAt), CreatedAt = Time(row.CreatedAt),
        StartedAt = Time(row.StartedAt), EndedAt = Time(row.EndedAt), UpdatedAt = Time(row.UpdatedAt),
    };

    private async Task<TargetDetail> DetailAsync(StateContext state, CampaignRow campaign, InstanceRow row, CancellationToken cancellationToken)
    {
        // What is shared was done for the other target, and is shown as such.
        var key = row.SharedWith ?? row.Key;
        return new TargetDetail
        {
            Summary = (await TargetsAsync(state, [row], cancellationToken))[0], Project = campaign.Project, Inputs = Object(row.Inputs), Outputs = Object(row.Outputs),
            Variables = Object(Object(row.Snapshot)["variables"]?.ToJsonString()),
            Executions = await store.ExecutionsAsync(key, cancellationToken), Attempts = await store.AttemptsAsync(key, cancellationToken),
        };
    }

    /// <summary>Time that activities of class Model took, in milliseconds.</summary>
    private async Task<double> DeviceMsAsync(StateContext state, long runKey, CancellationToken cancellationToken)
    {
        var types = catalog.Descriptors.Where(descriptor => descriptor.Resource == ResourceClass.Model).Select(descriptor => descriptor.Type).ToList();
        return await RunStore.SpentAsync(state, runKey, types, cancellationToken);
    }

    private static string Pattern(string text) =>
        $"%{text.ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    private static long? Place(string? after) => after is null ? null : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place
        : throw new CampaignRefusedException("The place to go on from is none that a page gave; begin at the first page.");

    private static string Text(long place) => place.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Object(string? json) => json is null ? [] : JsonNode.Parse(json)!.AsObject();

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static DateTimeOffset? Time(long? ms) => ms is { } value ? Time(value) : null;
}
