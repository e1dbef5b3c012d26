using System.Globalization;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Sequences;
using Foldline.Workflows;
using Quartz;

namespace Foldline.Scheduling;

/// <summary>
/// Submits the campaigns of schedules: Quartz tells when, in a cluster to one process alone; the key of each submission is the schedule and the time, so that none is
/// submitted twice. The leader keeps Quartz's triggers as the rows say, and looks into watched folders.
/// </summary>
internal sealed class ScheduleRunner(ScheduleStore schedules, ICampaigns campaigns, IArtifactStore artifacts, TimeProvider time)
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <summary>Makes one run of a schedule.</summary>
    public async Task RunAsync(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if ((await schedules.ListAsync(null, cancellationToken)).FirstOrDefault(schedule => schedule.Id == id) is not { Enabled: true } schedule) return;
        try
        {
            var open = (await campaigns.ListAsync(new CampaignQuery { Project = schedule.Plan.Project, ScheduleId = id,
                States = [CampaignState.Running, CampaignState.Paused, CampaignState.Cancelling] }, cancellationToken)).Items;
            if (open.Count > 0 && schedule.Plan.Overlap == RunOverlap.Skip)
            {
                await schedules.RanAsync(id, null, $"Left out: campaign {open[0].Id} of the run before is still open.", cancellationToken);
                return;
            }
            if (schedule.Plan.Overlap == RunOverlap.CancelPrevious)
                foreach (var earlier in open) await campaigns.CancelAsync(new CampaignRef(earlier.Id), cancellationToken);
            var submitted = await campaigns.SubmitAsync(Campaign(schedule, schedule.Plan.Name, schedule.Plan.Targets, at.ToString("O", CultureInfo.InvariantCulture)), cancellationToken);
            await schedules.RanAsync(id, submitted.Id, null, cancellationToken);
        }
        catch (Exception fault) when (fault is CampaignRefusedException or DefinitionException)
        {
            await schedules.RanAsync(id, null, $"Failed: {fault.Message}", cancellationToken);
        }
    }

    /// <summary>Brings Quartz's triggers in line with the rows; a trigger that is there already keeps what it has missed.</summary>
    public async Task AlignAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var all = await schedules.ListAsync(null, cancellationToken);
        foreach (var gone in _known.Keys.Except(all.Select(schedule => schedule.Id)).ToList())
        {
            await scheduler.UnscheduleJob(new TriggerKey($"{gone}/{_known[gone]}", "schedule"), cancellationToken);
            _known.Remove(gone);
        }
        foreach (var schedule in all)
        {
            if (_known.TryGetValue(schedule.Id, out var version) && version == schedule.Version) continue;
            await scheduler.UnscheduleJob(new TriggerKey($"{schedule.Id}/{schedule.Version - 1}", "schedule"), cancellationToken);
            _known[schedule.Id] = schedule.Version;
            if (!schedule.Enabled || schedule.Plan.Cron is null) continue;
            var instruction = schedule.Plan.Missed == MissedRuns.RunOnce ? CronTriggerMisfireInstruction.FireAndProceed : CronTriggerMisfireInstruction.DoNothing;
            await scheduler.ScheduleTrigger(TriggerBuilder.Create().WithIdentity($"{schedule.Id}/{schedule.Version}", "schedule").ForJob(ScheduleJob.Key)
                .WithSchedule(CronScheduleBuilder.Create(ScheduleBook.Expression(schedule.Plan)).WithMisfireInstruction(instruction)).Build(), TriggerConflict.Keep, cancellationToken);
        }
    }

    /// <summary>Looks into watched folders; each new file that nobody writes any more becomes a campaign.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        foreach (var schedule in (await schedules.ListAsync(null, cancellationToken)).Where(schedule => schedule is { Enabled: true, Plan.WatchFolder: not null }))
        {
            if (!Directory.Exists(schedule.Plan.WatchFolder)) continue;
            foreach (var file in new DirectoryInfo(schedule.Plan.WatchFolder!).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                if (file.Name[0] == '.' || time.GetUtcNow() - file.LastWriteTimeUtc < Settled) continue;
                var mark = string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}");
                if (await schedules.HasSeenAsync(schedule.Id, mark, cancellationToken)) continue;
                await TakeAsync(schedule, file.FullName, mark, cancellationToken);
            }
        }
    }

    private async Task TakeAsync(ScheduleRecord schedule, string file, string mark, CancellationToken cancellationToken)
    {
        try
        {
            var batch = await TargetReader.ReadAsync([file], cancellationToken);
            if (!batch.Faults.IsEmpty) throw new InputException(batch.Faults[0].Message);
            var targets = new List<NewTarget>();
            foreach (var target in batch.Targets) targets.Add(await FoldTargets.StoreAsync(target, artifacts, cancellationToken));
            var submitted = await campaigns.SubmitAsync(Campaign(schedule, $"{schedule.Plan.Name}: {Path.GetFileName(file)}", targets, mark), cancellationToken);
            await schedules.RanAsync(schedule.Id, submitted.Id, null, cancellationToken);
        }
        catch (Exception fault) when (fault is InputException or CampaignRefusedException or DefinitionException)
        {
            await schedules.RanAsync(schedule.Id, null, $"Failed: {fault.Message}", cancellationToken);
        }
        await schedules.SawAsync(schedule.Id, mark, cancellationToken);
    }

    private static NewCampaign Campaign(ScheduleRecord schedule, string name, IReadOnlyList<NewTarget> targets, string turn) => new()
    {
        Project = schedule.Plan.Project, Name = name, Definition = schedule.Plan.Definition, Inputs = schedule.Plan.Inputs, Targets = targets, Priority = schedule.Plan.Priority,
        Budgets = schedule.Plan.Budgets, IdempotencyKey = $"schedule {schedule.Id} {turn}", CreatedBy = $"schedule {schedule.Plan.Name}", ScheduleId = schedule.Id,
    };
}
