using System.Globalization;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>
/// What one process, the leader, does for all campaigns: lets targets in by priority while the window has room, ends what was cancelled, shares results, ends
/// campaigns, watches budgets, and queues again what the rows say is due and nobody serves.
/// </summary>
/// <param name="tools">What the process shares.</param>
/// <param name="queue">Where bursts are handed over.</param>
/// <param name="watch">What is known of campaigns; looked at again before each turn.</param>
/// <param name="options">How it looks after them.</param>
/// <param name="children">Serves instances that dispatch other workflows; <c>null</c> leaves that to another leader.</param>
public sealed class CampaignKeeper(EngineTools tools, IBurstQueue queue, CampaignWatch watch, KeeperOptions options, ChildKeeper? children = null)
{
    private const int PageSize = 64, SweepSize = 1000;

    // While targets end quickly, the window is refilled when a quarter of it is free, so that many are begun and queued at once; what ends slowly is replaced at once.
    private const int Lots = 4;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private readonly IEngineStore _store = tools.Store;
    private readonly HashSet<long> _paused = [];
    private DateTimeOffset _reconciled, _budgeted, _parents, _admitted;
    private int _slots, _lightSlots;

    /// <summary>Makes one turn; <c>true</c> where there is more to do at once.</summary>
    public async Task<bool> TurnAsync(CancellationToken cancellationToken)
    {
        var now = tools.Time.GetUtcNow();
        var open = watch.Open.Values;
        var more = false;
        var resumed = open.Any(campaign => campaign.State == CampaignState.Running && _paused.Remove(campaign.RunKey));
        foreach (var campaign in open.Where(campaign => campaign.State == CampaignState.Paused)) _paused.Add(campaign.RunKey);
        if (now - _reconciled >= options.ReconcileInterval || resumed)
        {
            // What was resumed has lost its bursts a moment ago; otherwise a burst that is under way gets time to show itself.
            await ReconcileAsync(resumed ? now : now - options.ReconcileInterval, now, cancellationToken);
            await _store.SettleSharersAsync(cancellationToken);
            more |= await _store.ForgetDeletedAsync(SweepSize, cancellationToken);
            _reconciled = now;
        }
        if (children is not null && now - _parents >= options.ParentInterval)
        {
            await ServeParentsAsync(children, cancellationToken);
            _parents = now;
        }
        foreach (var campaign in open)
        {
            if (campaign.State == CampaignState.Cancelling) more |= await _store.SweepAsync(campaign.RunKey, SweepSize, cancellationToken) == SweepSize;
            if (campaign.State == CampaignState.Paused || !await _store.TryEndAsync(campaign.RunKey, cancellationToken)) continue;
            _paused.Remove(campaign.RunKey);
        }
        if (now - _budgeted >= options.BudgetInterval)
        {
            await WatchBudgetsAsync(open, cancellationToken);
            _budgeted = now;
        }
        return await AdmitAsync(open, cancellationToken) || more;
    }

    /// <summary>
    /// Lets targets in. A campaign counts only what is under way of its own priority and above, so one of higher priority does not wait for the others' window.
    /// Campaigns of one priority take turns.
    /// </summary>
    private async Task<bool> AdmitAsync(IEnumerable<OpenCampaign> open, CancellationToken cancellationToken)
    {
        var running = open.Where(campaign => campaign.State == CampaignState.Running).ToList();
        if (running.Count == 0) return false;
        var underWay = await _store.UnderWayAsync(cancellationToken);
        var window = Math.Max(options.LeastWindow, _slots * options.WindowPerSlot);
        var now = tools.Time.GetUtcNow();
        var lot = now - _admitted < LongestWait ? window / Lots : 1;
        var (above, full) = (0, false);
        foreach (var level in running.GroupBy(campaign => campaign.Priority).OrderByDescending(level => level.Key))
        {
            above += level.Sum(campaign => underWay.GetValueOrDefault(campaign.RunKey));
            if (window - above < lot) continue;
            var waiting = level.OrderBy(campaign => underWay.GetValueOrDefault(campaign.RunKey)).ThenBy(campaign => campaign.RunKey).ToList();
            for (var i = 0; i < waiting.Count && above < window; i++)
            {
                var campaign = waiting[i];
                var share = Math.Max(1, (window - above) / (waiting.Count - i));
                if (campaign.Options.Window is { } own) share = Math.Min(share, own - underWay.GetValueOrDefault(campaign.RunKey));
                if (share <= 0) continue;
                var page = await _store.PendingAsync(campaign.RunKey, Math.Min(share, PageSize), cancellationToken);
                await AdmitAsync(campaign, page, cancellationToken);
                full |= page.Count == PageSize && share > PageSize;
                above += page.Count;
                if (page.Count > 0) _admitted = now;
            }
        }
        return full;
    }

    private async Task AdmitAsync(OpenCampaign campaign, IReadOnlyList<InstanceRecord> page, CancellationToken cancellationToken)
    {
        if (page.Count == 0) return;
        var run = await tools.OfAsync(campaign.RunKey);
        var bursts = await Task.WhenAll(page.Select(record => EnterAsync(campaign, run, record)));
        var all = bursts.SelectMany(own => own).ToList();
        // A share of each light slot travels together: what is admitted at once is many small pieces of work, and each journey costs the same.
        if (all.Count > 0) await queue.EnqueueAsync(all, Math.Max(1, all.Count / Math.Max(1, _lightSlots)), cancellationToken);
    }

    /// <summary>Begins an instance, or lets one that is tried again go on; returns its bursts once that is committed.</summary>
    private async Task<IReadOnlyList<Burst>> EnterAsync(OpenCampaign campaign, RunTools run, InstanceRecord record)
    {
        var now = tools.Time.GetUtcNow();
        var instance = new InstanceRun(record, run.Plan, tools.Expressions);
        instance.At(now);
        if (record.Snapshot is null)
        {
            instance.Machine.Begin();
            instance.Settle();
        }
        else
        {
            InstanceSteps.Redrive(instance, now);
        }
        instance.Notes.Add(new CampaignNote(record.RunKey, CampaignEventKind.TargetStarted, record.Name));
        if (instance.Ended)
            instance.Notes.Add(new CampaignNote(record.RunKey, CampaignEventKind.TargetEnded, record.Name, instance.Status, instance.Failure?.Message));
        try
        {
            await _store.CommitAsync(instance.Commit(now), CancellationToken.None);
        }
        catch (StaleInstanceException)
        {
            return [];                                                            // it was cancelled a moment ago
        }
        return Bursts(run, instance, campaign.Priority);
    }

    private async Task WatchBudgetsAsync(IEnumerable<OpenCampaign> open, CancellationToken cancellationToken)
    {
        foreach (var campaign in open.Where(campaign => campaign.State == CampaignState.Running))
        {
            if (campaign.Budgets.WallTime is { } time && campaign.ActiveTime >= time)
                await _store.PauseAsync(campaign, string.Create(CultureInfo.InvariantCulture, $"Its {time.TotalHours:0.####} hours of wall time are spent. Give it more and resume it."), cancellationToken);
            if (campaign.Budgets.DeviceHours is not { } hours) continue;
            var types = tools.Catalog.Descriptors.Where(descriptor => descriptor.Resource == ResourceClass.Model).Select(descriptor => descriptor.Type).ToList();
            if (await _store.TimeSpentAsync(campaign.RunKey, types, cancellationToken) >= TimeSpan.FromHours(hours))
                await _store.PauseAsync(campaign, $"Its {hours:0.###} device hours are spent. Give it more and resume it.", cancellationToken);
        }
    }

    /// <summary>Finds the dead, and queues what nobody serves: after a crash, after a loss of the queue, when a retry is due.</summary>
    private async Task ReconcileAsync(DateTimeOffset unchangedSince, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var living = await _store.BuryAsync(options.Silence, [], cancellationToken);
        if (living.Where(MachineScope.IsGone).Select(worker => worker.Id).ToList() is { Count: > 0 } gone)
            living = await _store.BuryAsync(options.Silence, gone, cancellationToken);
        _slots = living.Sum(worker => worker.Offer.SearchSlots + worker.Offer.ModelSlots + worker.Offer.LightSlots);
        _lightSlots = living.Sum(worker => worker.Offer.LightSlots);
        var owners = living.Select(worker => worker.Id).ToHashSet(StringComparer.Ordinal);
        for (var after = 0L; ;)
        {
            var page = await _store.NeglectedAsync(unchangedSince, now, after, PageSize, cancellationToken);
            var bursts = new List<Burst>();
            foreach (var record in page)
            {
                if (!watch.Open.TryGetValue(record.RunKey, out var campaign) || campaign.State != CampaignState.Running) continue;
                var run = await tools.OfAsync(record.RunKey);
                var instance = new InstanceRun(record, run.Plan, tools.Expressions);
                var own = Bursts(run, instance, campaign.Priority);
                bursts.AddRange(own);
                await NoteUnservedAsync(record, own, living, cancellationToken);
                if (instance.Machine.State.Frames.All(frame => frame.Status != FrameStatus.Running)) continue;
                var attempts = await _store.OpenAttemptsAsync(record.Key, cancellationToken);
                if (attempts.Any(attempt => owners.Contains(attempt.Owner))) continue;
                bursts.AddRange(instance.Machine.State.Frames.Where(frame => frame.Status == FrameStatus.Running)
                    .Select(frame => tools.BurstOf(run, instance, frame, campaign.Priority)));
            }
            if (bursts.Count > 0) await queue.EnqueueAsync(bursts, 1, cancellationToken);
            if (page.Count < PageSize) return;
            after = page[^1].Key;
        }
    }

    /// <summary>Notes of work that no living worker may do, for want of a role, a database, a device or memory; takes the note away where one may.</summary>
    private async Task NoteUnservedAsync(InstanceRecord record, IReadOnlyList<Burst> bursts, IReadOnlyList<WorkerRecord> living, CancellationToken cancellationToken)
    {
        var unserved = bursts.FirstOrDefault(burst => !living.Any(worker => worker.Offer.Fits(burst.Resource, burst.Needs)));
        var why = unserved is null ? null : living.Any(worker => worker.Offer.Slots(unserved.Resource) > 0)
            ? $"It waits for a worker that has {unserved.Needs}; none that runs has.{(unserved.Needs.Databases.Count > WorkerOffer.MostDatabases ? $" None can: a worker offers {WorkerOffer.MostDatabases} databases at most." : "")}"
            : $"It waits for a worker with the role {unserved.Resource.ToString().ToLowerInvariant()}; none runs.";
        if (why != record.Waits) await _store.NoteWaitAsync(record, why, cancellationToken);
    }

    private async Task ServeParentsAsync(ChildKeeper keeper, CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            var page = await _store.SuspendedAsync(after, PageSize, cancellationToken);
            foreach (var record in page)
            {
                if (!watch.Open.TryGetValue(record.RunKey, out var campaign) || campaign.State != CampaignState.Running) continue;
                var bursts = await keeper.ServeAsync(campaign, record, cancellationToken);
                if (bursts.Count > 0) await queue.EnqueueAsync(bursts, 1, cancellationToken);
            }
            if (page.Count < PageSize) return;
            after = page[^1].Key;
        }
    }

    private IReadOnlyList<Burst> Bursts(RunTools run, InstanceRun instance, int priority) => instance.Ended ? [] : tools.BurstsOf(run, instance, priority);
}
