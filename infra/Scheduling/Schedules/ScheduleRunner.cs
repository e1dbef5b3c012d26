using System.Globalization;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Scheduling;

/// <summary>
/// What the leader does for schedules: submits what is due, and what has arrived. When a run is due stands in its row, so a process that starts later knows what was
/// missed; the key of each submission is the schedule and the time or file, so that none is submitted twice, whoever leads.
/// </summary>
internal sealed class ScheduleRunner(ScheduleStore schedules, ICampaigns campaigns, IArtifactStore artifacts, Func<Exception, bool> mayPass, TimeProvider time)
{
    private const long LargestFile = 64L << 20;
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, (IInbox Inbox, DateTimeOffset Next, HashSet<string> Seen)> _inboxes = new(StringComparer.Ordinal);

    /// <summary>Looks once at all schedules. What goes wrong with one stands in its row and leaves the others alone.</summary>
    public async Task TurnAsync(CancellationToken cancellationToken)
    {
        foreach (var schedule in await schedules.DueAsync(cancellationToken))
        {
            try
            {
                if (schedule.Plan.Watch is null) await RunAsync(schedule, cancellationToken);
                else await WatchAsync(schedule, cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested && !mayPass(fault))
            {
                // A refusal stays one: the clock goes on. All else is tried again, as in a minute the store may answer.
                if (schedule.Plan.Watch is null && fault is CampaignRefusedException or DefinitionException)
                    await schedules.RanAsync(schedule, ScheduleTimes.After(schedule.Plan, time.GetUtcNow()), null, $"Failed: {fault.Message}", cancellationToken);
                else await schedules.NoteAsync(schedule.Id, $"Failed: {fault.Message}", cancellationToken);
            }
        }
    }

    private async Task RunAsync(ScheduleRecord schedule, CancellationToken cancellationToken)
    {
        var (plan, due, now) = (schedule.Plan, schedule.DueAt!.Value, time.GetUtcNow());
        var next = ScheduleTimes.After(plan, now);
        if (plan.Missed == MissedRuns.Skip && now - due > Late)
        {
            await schedules.RanAsync(schedule, next, null, $"Left out: nothing ran when it was due, at {due:yyyy-MM-dd HH:mm:ss}Z.", cancellationToken);
            return;
        }
        var campaign = Campaign(schedule, plan.Name, plan.Targets, due.ToString("O", CultureInfo.InvariantCulture));
        var open = (await campaigns.ListAsync(new CampaignQuery { Project = plan.Project, ScheduleId = schedule.Id,
            States = [CampaignState.Running, CampaignState.Paused, CampaignState.Cancelling] }, cancellationToken)).Items;
        // A leader that was killed after the submission and before the record finds its campaign here.
        var own = (await campaigns.ListAsync(new CampaignQuery { Project = plan.Project, IdempotencyKey = campaign.IdempotencyKey }, cancellationToken)).Items.FirstOrDefault();
        if (own is null && open.Count > 0 && plan.Overlap == RunOverlap.Skip)
        {
            await schedules.RanAsync(schedule, next, null, $"Left out: campaign {open[0].Id} of the run before is still open.", cancellationToken);
            return;
        }
        own ??= await campaigns.SubmitAsync(campaign, cancellationToken);
        if (plan.Overlap == RunOverlap.CancelPrevious)
            foreach (var earlier in open.Where(earlier => earlier.Id != own.Id)) await campaigns.CancelAsync(new CampaignRef(earlier.Id), cancellationToken);
        await schedules.RanAsync(schedule, next, own.Id, null, cancellationToken);
    }

    private async Task WatchAsync(ScheduleRecord schedule, CancellationToken cancellationToken)
    {
        if (!_inboxes.TryGetValue(schedule.Id, out var watched)) watched = (Inboxes.Open(schedule.Plan.Watch!, time), DateTimeOffset.MinValue, []);
        if (watched.Next > time.GetUtcNow()) return;
        _inboxes[schedule.Id] = watched with { Next = time.GetUtcNow() + watched.Inbox.Interval };
        var files = (await watched.Inbox.ListAsync(cancellationToken)).ToDictionary(file => $"{file.Name} {file.Version}", StringComparer.Ordinal);
        var unknown = files.Keys.Where(version => !watched.Seen.Contains(version)).ToList();
        var unseen = unknown.Count == 0 ? new HashSet<string>() : await schedules.UnseenAsync(schedule.Id, unknown, cancellationToken);
        foreach (var version in unknown)
        {
            try
            {
                if (unseen.Contains(version)) await TakeAsync(schedule, watched.Inbox, files[version], version, cancellationToken);
                watched.Seen.Add(version);
            }
            catch (IOException fault)
            {
                // The next look tries it again; the other files need not wait for it.
                await schedules.NoteAsync(schedule.Id, $"{Shown(files[version].Name)} could not be taken yet: {fault.Message}", cancellationToken);
            }
        }
        watched.Seen.IntersectWith(files.Keys);                                    // what is gone needs no memory
    }

    private async Task TakeAsync(ScheduleRecord schedule, IInbox inbox, InboxFile file, string version, CancellationToken cancellationToken)
    {
        string? campaign = null, note = null;
        try
        {
            if (file.Length > LargestFile) throw new InputException($"it is larger than {LargestFile >> 20} MiB; split it.");
            TargetBatch batch;
            await using (var content = await inbox.OpenAsync(file, cancellationToken)) batch = await TargetReader.ReadContentAsync(file.Name, content, cancellationToken);
            if (!batch.Faults.IsEmpty) throw new InputException(batch.Faults[0].Message);
            var targets = await FoldTargets.StoreAsync(batch.Targets, artifacts, cancellationToken);
            campaign = (await campaigns.SubmitAsync(Campaign(schedule, $"{schedule.Plan.Name}: {Shown(file.Name)}", targets, version), cancellationToken)).Id;
        }
        catch (Exception fault) when (fault is InputException or CampaignRefusedException or DefinitionException)
        {
            note = $"{Shown(file.Name)} became no campaign: {fault.Message}";
        }
        await schedules.SawAsync(schedule.Id, version, campaign, note, cancellationToken);
    }

    private static string Shown(string name) => string.Concat(name.Take(90).Select(letter => char.IsControl(letter) ? '?' : letter));

    private static NewCampaign Campaign(ScheduleRecord schedule, string name, IReadOnlyList<NewTarget> targets, string turn) => new()
    {
        Project = schedule.Plan.Project, Name = name, Definition = schedule.Plan.Definition, Inputs = schedule.Plan.Inputs, Targets = targets, Priority = schedule.Plan.Priority,
        Budgets = schedule.Plan.Budgets, IdempotencyKey = $"schedule {schedule.Id} {turn}", CreatedBy = $"schedule {schedule.Plan.Name}", ScheduleId = schedule.Id,
    };
}
