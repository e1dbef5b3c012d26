using System.Text.Json;
using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>What the engine asks of the state.</summary>
public abstract partial class RunStore
{
    private static readonly CampaignState[] Open_ = [CampaignState.Running, CampaignState.Paused, CampaignState.Cancelling];

    /// <summary>The database's own clock as an SQL expression in milliseconds: workers on several machines need not agree on the time.</summary>
    internal abstract string ClockSql { get; }

    /// <summary>A query for the size of the database in bytes, named Value.</summary>
    private protected abstract string SizeSql { get; }

    /// <inheritdoc/>
    public abstract string Place { get; }

    /// <inheritdoc/>
    public abstract bool IsOfOneProcess { get; }

    /// <inheritdoc/>
    public abstract bool MayPass(Exception error);

    /// <inheritdoc/>
    public abstract Task<ILead?> TryLeadAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OpenCampaign>> OpenCampaignsAsync(CancellationToken cancellationToken)
    {
        await using var state = Open();
        var now = await NowAsync(state, cancellationToken);
        var rows = await state.Campaigns.AsNoTracking().Where(row => Open_.Contains(row.State)).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new OpenCampaign
        {
            RunKey = row.RunKey, Id = row.Id, Project = row.Project, State = row.State, Priority = row.Priority,
            Options = JsonSerializer.Deserialize<CampaignOptions>(row.Options, Json)!, Budgets = JsonSerializer.Deserialize<CampaignBudgets>(row.Budgets, Json)!,
            ActiveTime = TimeSpan.FromMilliseconds(row.ActiveMs + (row.RunningSince is { } since ? Math.Max(0, now - since) : 0)),
        })];
    }

    /// <inheritdoc/>
    public async Task<RunRecord> RunAsync(long runKey, CancellationToken cancellationToken)
    {
        await using var state = Open();
        return Record(await state.Runs.AsNoTracking().FirstAsync(row => row.Key == runKey, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<InstanceRecord?> FindInstanceAsync(long instanceKey, CancellationToken cancellationToken)
    {
        await using var state = Open();
        return await state.Instances.AsNoTracking().FirstOrDefaultAsync(row => row.Key == instanceKey, cancellationToken) is { } row ? Record(row) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<long, int>> UnderWayAsync(CancellationToken cancellationToken)
    {
        await using var state = Open();
        return await state.Instances.Where(row => row.Status == InstanceStatus.Running).GroupBy(row => row.RunKey)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstanceRecord>> PendingAsync(long runKey, int take, CancellationToken cancellationToken)
    {
        await using var state = Open();
        var waiting = state.Instances.AsNoTracking().Where(row => row.RunKey == runKey && row.Status == InstanceStatus.Pending && row.SharedWith == null);
        var rows = new List<InstanceRow>();
        // One priority after the other, each a range of the index: sorting by two directions would read all that waits, at every turn.
        for (var below = int.MaxValue; rows.Count < take;)
        {
            var bound = below;
            if (await waiting.Where(row => row.Priority < bound).OrderByDescending(row => row.Priority).Select(row => (int?)row.Priority).FirstOrDefaultAsync(cancellationToken)
                is not { } level) break;
            rows.AddRange(await waiting.Where(row => row.Priority == level).OrderBy(row => row.Ordinal).Take(take - rows.Count).ToListAsync(cancellationToken));
            below = level;
        }
        return [.. rows.Select(Record)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstanceRecord>> NeglectedAsync(DateTimeOffset unchangedSince, DateTimeOffset dueBy, long afterKey, int take,
        CancellationToken cancellationToken)
    {
        await using var state = Open();
        var (since, due) = (Ms(unchangedSince), Ms(dueBy));
        var rows = await state.Instances.AsNoTracking()
            .Where(row => ((row.Status == InstanceStatus.Running && row.UpdatedAt <= since) || (row.Status == InstanceStatus.Waiting && row.DueAt <= due))
                && row.Key > afterKey && state.Campaigns.Any(campaign => campaign.RunKey == row.RunKey && campaign.State == CampaignState.Running))
            .OrderBy(row => row.Key).Take(take).ToListAsync(cancellationToken);
        return [.. rows.Select(Record)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstanceRecord>> SuspendedAsync(long afterKey, int take, CancellationToken cancellationToken)
    {
        await using var state = Open();
        var rows = await state.Instances.AsNoTracking()
            .Where(row => (row.Status == InstanceStatus.Running || row.Status == InstanceStatus.Waiting) && row.Key > afterKey && row.Snapshot!.Contains("\"Suspended\"")
                && state.Campaigns.Any(campaign => campaign.RunKey == row.RunKey && campaign.State == CampaignState.Running))
            .OrderBy(row => row.Key).Take(take).ToListAsync(cancellationToken);
        return [.. rows.Select(Record)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttemptRecord>> OpenAttemptsAsync(long instanceKey, CancellationToken cancellationToken)
    {
        await using var state = Open();
        var rows = await state.Attempts.AsNoTracking().Where(row => row.InstanceKey == instanceKey && row.EndedAt == null).OrderBy(row => row.Frame)
            .ThenBy(row => row.Number).ToListAsync(cancellationToken);
        return [.. rows.Select(Record)];
    }

    /// <inheritdoc/>
    public Task NoteWaitAsync(InstanceRecord instance, string? why, CancellationToken cancellationToken) => WriteAsync(async state =>
    {
        if (await state.Instances.Where(row => row.Key == instance.Key && row.Version == instance.Version && row.Waits != why)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Waits, why), cancellationToken) == 0 || why is null) return 0;
        state.CampaignEvents.Add(new CampaignEventRow { RunKey = instance.RunKey, At = await NowAsync(state, cancellationToken), Kind = CampaignEventKind.TargetWaiting,
            Target = instance.Name, Text = why });
        return await state.SaveChangesAsync(cancellationToken);
    }, cancellationToken);

    /// <inheritdoc/>
    public Task NotePlaceAsync(long instanceKey, int frame, int number, string place, CancellationToken cancellationToken) => WriteAsync(state => state.Attempts
        .Where(row => row.InstanceKey == instanceKey && row.Frame == frame && row.Number == number && row.EndedAt == null)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.LostAt, place), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> CancelledAmongAsync(IReadOnlyList<long> instanceKeys, CancellationToken cancellationToken)
    {
        await using var state = Open();
        return await state.Instances.Where(row => instanceKeys.Contains(row.Key) && row.Status == InstanceStatus.Cancelled).Select(row => row.Key)
            .ToListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<int> SettleSharersAsync(CancellationToken cancellationToken)
    {
        await using (var look = Open())
            if (!await look.Instances.AnyAsync(row => row.SharedWith != null && row.Status == InstanceStatus.Pending
                && look.Instances.Any(first => first.Key == row.SharedWith && first.Status >= InstanceStatus.Succeeded), cancellationToken)) return 0;
        return await WriteAsync(async state =>
        {
            var tell =
                $"""
                INSERT INTO campaign_events (run_key, at, kind, target, status, text)
                SELECT i.run_key, {ClockSql}, {(int)CampaignEventKind.TargetEnded}, i.name, p.status, 'It shares the result of ' || p.name || '.'
                FROM instances i JOIN instances p ON p.key = i.shared_with WHERE i.shared_with IS NOT NULL AND i.status = 0 AND p.status >= 3
                """;
            var share =
                $"""
                UPDATE instances SET status = p.status, outputs = p.outputs, failure = p.failure, failure_class = p.failure_class, version = instances.version + 1,
                started_at = p.started_at, ended_at = {ClockSql}, updated_at = {ClockSql}
                FROM instances AS p WHERE p.key = instances.shared_with AND instances.shared_with IS NOT NULL AND instances.status = 0 AND p.status >= 3
                """;
            await state.Database.ExecuteSqlRawAsync(tell, cancellationToken);
            return await state.Database.ExecuteSqlRawAsync(share, cancellationToken);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> SweepAsync(long runKey, int take, CancellationToken cancellationToken) => WriteAsync(async state =>
    {
        // What has an open attempt is being stopped by its worker, or is taken over once the worker is found dead.
        var keys = await state.Instances.Where(row => row.RunKey == runKey && row.Status <= InstanceStatus.Waiting
                && !state.Attempts.Any(attempt => attempt.InstanceKey == row.Key && attempt.EndedAt == null
                    && state.Workers.Any(worker => worker.Id == attempt.Owner && worker.LeftAt == null)))
            .OrderBy(row => row.Ordinal).Select(row => row.Key).Take(take).ToListAsync(cancellationToken);
        if (keys.Count == 0) return 0;
        var now = await NowAsync(state, cancellationToken);
        await state.Attempts.Where(row => keys.Contains(row.InstanceKey) && row.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, now).SetProperty(row => row.Outcome, AttemptOutcome.Lost), cancellationToken);
        return await state.Instances.Where(row => keys.Contains(row.Key)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, InstanceStatus.Cancelled)
            .SetProperty(row => row.EndedAt, now).SetProperty(row => row.UpdatedAt, now).SetProperty(row => row.DueAt, (long?)null)
            .SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
    }, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> ForgetDeletedAsync(int take, CancellationToken cancellationToken)
    {
        long run;
        await using (var look = Open())
        {
            if (await look.Runs.Where(row => row.Id.StartsWith(Deleted)).Select(row => (long?)row.Key).FirstOrDefaultAsync(cancellationToken) is not { } found) return false;
            run = found;
        }
        return await WriteAsync(async state =>
        {
            var keys = await state.Instances.Where(row => row.RunKey == run).OrderBy(row => row.Ordinal).Select(row => row.Key).Take(take).ToListAsync(cancellationToken);
            await state.Attempts.Where(row => keys.Contains(row.InstanceKey)).ExecuteDeleteAsync(cancellationToken);
            await state.Executions.Where(row => keys.Contains(row.InstanceKey)).ExecuteDeleteAsync(cancellationToken);
            await state.Instances.Where(row => keys.Contains(row.Key)).ExecuteDeleteAsync(cancellationToken);
            if (keys.Count == take) return true;
            await state.CampaignEvents.Where(row => row.RunKey == run).ExecuteDeleteAsync(cancellationToken);
            await state.Runs.Where(row => row.Key == run).ExecuteDeleteAsync(cancellationToken);
            return true;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> TryEndAsync(long runKey, CancellationToken cancellationToken)
    {
        await using (var look = Open())
            if (await look.Instances.AnyAsync(row => row.RunKey == runKey && (row.Status == InstanceStatus.Pending || row.Status == InstanceStatus.Running
                || row.Status == InstanceStatus.Waiting), cancellationToken)) return false;
        return await WriteAsync(async state =>
        {
            var tally = await state.Instances.Where(row => row.RunKey == runKey).GroupBy(row => row.Status)
                .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
            var counts = TargetCounts.Of(tally);
            // What the leader knows is a second old: meanwhile the campaign may have ended and been deleted.
            var campaign = await state.Campaigns.FirstOrDefaultAsync(row => row.RunKey == runKey, cancellationToken);
            if (counts.Open > 0 || campaign is null || campaign.EndedAt is not null) return false;
            var now = await NowAsync(state, cancellationToken);
            campaign.State = campaign.State == CampaignState.Cancelling ? CampaignState.Cancelled
                : counts.Succeeded == counts.Total ? CampaignState.Succeeded : counts.Succeeded > 0 ? CampaignState.PartlySucceeded : CampaignState.Failed;
            campaign.ActiveMs += campaign.RunningSince is { } since ? Math.Max(0, now - since) : 0;
            (campaign.RunningSince, campaign.EndedAt, campaign.Counts) = (null, now, JsonSerializer.Serialize(counts, Json));
            state.CampaignEvents.Add(new CampaignEventRow { RunKey = runKey, At = now, Kind = CampaignEventKind.Ended,
                Text = $"{counts.Succeeded} of {counts.Total} targets succeeded." });
            await state.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task PauseAsync(OpenCampaign open, string reason, CancellationToken cancellationToken) => WriteAsync(async state =>
    {
        var campaign = await state.Campaigns.FirstOrDefaultAsync(row => row.RunKey == open.RunKey, cancellationToken);
        if (campaign?.State != CampaignState.Running || JsonSerializer.Deserialize<CampaignBudgets>(campaign.Budgets, Json) != open.Budgets) return false;
        var now = await NowAsync(state, cancellationToken);
        campaign.ActiveMs += campaign.RunningSince is { } since ? Math.Max(0, now - since) : 0;
        (campaign.State, campaign.PausedBecause, campaign.RunningSince) = (CampaignState.Paused, reason, null);
        state.CampaignEvents.Add(new CampaignEventRow { RunKey = open.RunKey, At = now, Kind = CampaignEventKind.Paused, Text = reason });
        await state.SaveChangesAsync(cancellationToken);
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public async Task<TimeSpan> TimeSpentAsync(long runKey, IReadOnlyList<string> activityTypes, CancellationToken cancellationToken)
    {
        await using var state = Open();
        return TimeSpan.FromMilliseconds(await SpentAsync(state, runKey, activityTypes, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<bool> HeartbeatAsync(WorkerRecord worker, CancellationToken cancellationToken) => WriteAsync(async state =>
    {
        var now = await NowAsync(state, cancellationToken);
        var row = await state.Workers.FirstOrDefaultAsync(row => row.Id == worker.Id, cancellationToken);
        var buried = row?.LeftAt is not null;
        if (row is null)
            state.Workers.Add(row = new WorkerRow { Id = worker.Id, Machine = worker.Machine, ProcessId = worker.ProcessId, Offer = "", StartedAt = now });
        (row.Offer, row.Load, row.HeardAt, row.LeftAt) = (JsonSerializer.Serialize(worker.Offer, Json), worker.Load, now, null);
        await state.SaveChangesAsync(cancellationToken);
        return !buried;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task LeaveAsync(string workerId, CancellationToken cancellationToken) => WriteAsync(async state =>
    {
        var now = await NowAsync(state, cancellationToken);
        return await state.Workers.Where(row => row.Id == workerId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeftAt, now).SetProperty(row => row.Load, 0), cancellationToken);
    }, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkerRecord>> BuryAsync(TimeSpan silence, IReadOnlyList<string> knownDead, CancellationToken cancellationToken)
    {
        await using var look = Open();
        var now = await NowAsync(look, cancellationToken);
        var rows = await look.Workers.AsNoTracking().Where(row => row.LeftAt == null).ToListAsync(cancellationToken);
        var oldest = silence == TimeSpan.MaxValue ? long.MinValue : now - (long)silence.TotalMilliseconds;
        var dead = rows.Where(row => row.HeardAt < oldest || knownDead.Contains(row.Id)).Select(row => row.Id).ToList();
        if (dead.Count > 0)
            await WriteAsync(state => state.Workers.Where(row => dead.Contains(row.Id) && row.LeftAt == null && (row.HeardAt < oldest || knownDead.Contains(row.Id)))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeftAt, now).SetProperty(row => row.Load, 0), cancellationToken), cancellationToken);
        return [.. rows.Where(row => !dead.Contains(row.Id)).Select(Record)];
    }

    /// <summary>Counts what is kept of a campaign.</summary>
    public async Task<Persisted> MeasureAsync(string campaignId, CancellationToken cancellationToken)
    {
        await using var state = Open();
        var run = (await state.Runs.AsNoTracking().FirstAsync(row => row.Id == campaignId, cancellationToken)).Key;
        var instances = state.Instances.Where(row => row.RunKey == run);
        var attempts = state.Attempts.Where(row => instances.Any(instance => instance.Key == row.InstanceKey));
        return new Persisted(await attempts.LongCountAsync(row => row.Outcome == AttemptOutcome.Succeeded, cancellationToken),
            await instances.SumAsync(row => row.Version, cancellationToken),
            await state.Executions.LongCountAsync(row => instances.Any(instance => instance.Key == row.InstanceKey), cancellationToken),
            await attempts.LongCountAsync(cancellationToken), await state.CampaignEvents.LongCountAsync(row => row.RunKey == run, cancellationToken),
            (await state.Database.SqlQueryRaw<long>(SizeSql).ToListAsync(cancellationToken))[0]);
    }

    internal static WorkerRecord Record(WorkerRow row) => new()
    {
        Id = row.Id, Machine = row.Machine, ProcessId = row.ProcessId, Offer = JsonSerializer.Deserialize<WorkerOffer>(row.Offer, Json)!,
        StartedAt = Time(row.StartedAt), HeardAt = Time(row.HeardAt), LeftAt = Time(row.LeftAt), Load = row.Load,
    };

    internal static async Task<double> SpentAsync(StateContext state, long runKey, IReadOnlyList<string> types, CancellationToken cancellationToken) =>
        await (from instance in state.Instances
               where instance.RunKey == runKey
               join execution in state.Executions on instance.Key equals execution.InstanceKey
               where types.Contains(execution.ActivityType)
               join attempt in state.Attempts on new { execution.InstanceKey, execution.Frame } equals new { attempt.InstanceKey, attempt.Frame }
               select attempt.DurationMs).SumAsync(cancellationToken) ?? 0;

    /// <summary>The database's clock, in milliseconds since 1970.</summary>
    internal async Task<long> NowAsync(StateContext state, CancellationToken cancellationToken)
    {
        var ask = $"SELECT {ClockSql} AS \"Value\"";
        return (await state.Database.SqlQueryRaw<long>(ask).ToListAsync(cancellationToken))[0];
    }
}
