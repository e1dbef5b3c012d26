using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Workflows;

namespace Foldline.Scheduling;

/// <summary>Schedules as users see them, checked before they are kept.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="catalog">The activities definitions may use; descriptions are enough.</param>
/// <param name="time">The clock.</param>
public sealed class ScheduleBook(ScheduleStore store, ActivityCatalog catalog, TimeProvider time) : ISchedules
{
    private const int NextShown = 5;
    private readonly CampaignIntake _intake = new(catalog);

    /// <inheritdoc/>
    public async Task<ScheduleRecord> AddAsync(NewSchedule schedule, CancellationToken cancellationToken) =>
        Shown(await store.AddAsync(schedule, Checked(schedule), cancellationToken));

    /// <inheritdoc/>
    public async Task<ScheduleRecord> ChangeAsync(string id, string? project, Func<NewSchedule, NewSchedule> change, CancellationToken cancellationToken) =>
        Shown(await store.ChangeAsync(id, project, schedule =>
        {
            var plan = change(schedule.Plan);
            if (plan.Project != schedule.Plan.Project || plan.Watch != schedule.Plan.Watch)
                throw new CampaignRefusedException("A schedule keeps its project, and a schedule that watches a folder or container keeps that; add another, and remove this one.");
            var next = Checked(plan);
            var sameTimes = (plan.Cron, plan.TimeZone) == (schedule.Plan.Cron, schedule.Plan.TimeZone);
            return (plan, !schedule.Enabled ? null : sameTimes ? schedule.DueAt : next);
        }, cancellationToken));

    /// <summary>Checks a plan; returns its first run, <c>null</c> where it watches something.</summary>
    private DateTimeOffset? Checked(NewSchedule schedule)
    {
        if (string.IsNullOrWhiteSpace(schedule.Name) || schedule.Name.Length > 100 || schedule.Name.Any(char.IsControl))
            throw new CampaignRefusedException("A schedule needs a name of at most 100 characters, without control characters.");
        if ((schedule.Cron is null) == (schedule.Watch is null))
            throw new CampaignRefusedException("A schedule has either a cron expression, or a folder or container to watch.");
        DateTimeOffset? due = null;
        if (schedule.Cron is not null)
        {
            due = ScheduleTimes.After(schedule, time.GetUtcNow())
                ?? throw new CampaignRefusedException($"'{schedule.Cron}' names no time that is still to come.");
            if (schedule.Targets.Count == 0) throw new CampaignRefusedException("A schedule by the clock needs targets.");
        }
        else
        {
            CheckWatch(schedule);
        }
        CampaignIntake.CheckPriority(schedule.Priority, $"schedule '{schedule.Name}'");
        CampaignIntake.Check(schedule.Budgets);
        _intake.Check(schedule.Definition);
        _intake.Prepare(schedule.Definition, schedule.Inputs, schedule.Targets);
        return due;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ScheduleRecord>> ListAsync(string? project, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(project, cancellationToken)).Select(Shown)];

    /// <inheritdoc/>
    public async Task<ScheduleRecord> GetAsync(string id, string? project, CancellationToken cancellationToken) => Shown(await store.GetAsync(id, project, cancellationToken));

    /// <inheritdoc/>
    public async Task<ScheduleRecord> SetEnabledAsync(string id, string? project, bool enabled, CancellationToken cancellationToken)
    {
        var schedule = await store.GetAsync(id, project, cancellationToken);
        if (schedule.Enabled == enabled) return Shown(schedule);
        return Shown(await store.SetAsync(id, project, enabled, enabled ? ScheduleTimes.After(schedule.Plan, time.GetUtcNow()) : null, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<ScheduleRecord> RunNowAsync(string id, string? project, CancellationToken cancellationToken)
    {
        var schedule = await store.GetAsync(id, project, cancellationToken);
        if (schedule.Plan.Cron is null) throw new CampaignRefusedException($"Schedule {id} watches {Inboxes.Describe(schedule.Plan.Watch!)}; it runs when a file arrives there.");
        if (!schedule.Enabled) throw new CampaignRefusedException($"Schedule {id} is disabled; enable it first.");
        return Shown(await store.SetAsync(id, project, enabled: true, time.GetUtcNow(), cancellationToken));
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string id, string? project, CancellationToken cancellationToken) => store.RemoveAsync(id, project, cancellationToken);

    private static void CheckWatch(NewSchedule schedule)
    {
        try
        {
            Inboxes.Describe(schedule.Watch!);
        }
        catch (StoreAddressException fault)
        {
            throw new CampaignRefusedException(fault.Message, fault);
        }
        if (schedule.Targets.Count > 0) throw new CampaignRefusedException("A schedule that watches has no targets of its own: they come with the files.");
        if (!Inboxes.IsContainer(schedule.Watch!) && !Directory.Exists(schedule.Watch))
            throw new CampaignRefusedException($"The folder to watch, {schedule.Watch}, does not exist on this machine.");
        if (schedule.Definition.Inputs.All(input => input.Name != "Target"))
            throw new CampaignRefusedException($"The workflow '{schedule.Definition.Name}' has no input 'Target', which the files would give.");
    }

    private ScheduleRecord Shown(ScheduleRecord schedule) => schedule with
    {
        Watched = schedule.Plan.Watch is { } watch ? Inboxes.Describe(watch) : null,
        Next = schedule.Enabled && schedule.Plan.Cron is not null ? ScheduleTimes.After(schedule.Plan, time.GetUtcNow(), NextShown) : [],
    };
}
