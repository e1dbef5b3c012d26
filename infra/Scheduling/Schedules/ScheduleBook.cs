using Foldline.Activities;
using Foldline.Persistence;
using Foldline.Workflows;
using Quartz;

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
    public async Task<ScheduleRecord> AddAsync(NewSchedule schedule, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(schedule.Name) || schedule.Name.Length > 200 || schedule.Name.Any(char.IsControl))
            throw new CampaignRefusedException("A schedule needs a name of at most 200 characters, without control characters.");
        if ((schedule.Cron is null) == (schedule.WatchFolder is null))
            throw new CampaignRefusedException("A schedule has either a cron expression or a folder to watch.");
        if (schedule.Cron is not null)
        {
            Expression(schedule);
            if (schedule.Targets.Count == 0) throw new CampaignRefusedException("A schedule by the clock needs targets.");
        }
        else if (!Path.IsPathFullyQualified(schedule.WatchFolder!) || !Directory.Exists(schedule.WatchFolder))
        {
            throw new CampaignRefusedException($"The folder to watch, {schedule.WatchFolder}, must be the full path of a folder that exists.");
        }
        CampaignIntake.CheckPriority(schedule.Priority, $"schedule '{schedule.Name}'");
        _intake.Check(schedule.Definition);
        _intake.Prepare(schedule.Definition, schedule.Inputs, schedule.Targets);
        return WithNext(await store.AddAsync(schedule, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ScheduleRecord>> ListAsync(string? project, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(project, cancellationToken)).Select(WithNext)];

    /// <inheritdoc/>
    public async Task<ScheduleRecord> GetAsync(string id, string? project, CancellationToken cancellationToken) =>
        (await ListAsync(project, cancellationToken)).FirstOrDefault(schedule => schedule.Id == id) ?? throw new CampaignNotFoundException("such schedule");

    /// <inheritdoc/>
    public async Task<ScheduleRecord> SetEnabledAsync(string id, string? project, bool enabled, CancellationToken cancellationToken) =>
        WithNext(await store.SetEnabledAsync(id, project, enabled, cancellationToken));

    /// <inheritdoc/>
    public Task RemoveAsync(string id, string? project, CancellationToken cancellationToken) => store.RemoveAsync(id, project, cancellationToken);

    /// <summary>The expression of a schedule in its time zone.</summary>
    /// <exception cref="CampaignRefusedException">The expression or the zone is at fault.</exception>
    internal static CronExpression Expression(NewSchedule schedule)
    {
        try
        {
            return new CronExpression(schedule.Cron!, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone));
        }
        catch (TimeZoneNotFoundException fault)
        {
            throw new CampaignRefusedException($"There is no time zone '{schedule.TimeZone}'; write for example Europe/Berlin.", fault);
        }
        catch (FormatException fault)
        {
            throw new CampaignRefusedException($"'{schedule.Cron}' is no cron expression: {fault.Message} Six fields are expected, seconds first, for example '0 0 3 * * ?'.", fault);
        }
    }

    private ScheduleRecord WithNext(ScheduleRecord schedule)
    {
        if (!schedule.Enabled || schedule.Plan.Cron is null) return schedule;
        var expression = Expression(schedule.Plan);
        var next = new List<DateTimeOffset>();
        for (var at = expression.GetNextValidTimeAfter(time.GetUtcNow()); at is { } found && next.Count < NextShown; at = expression.GetNextValidTimeAfter(found)) next.Add(found);
        return schedule with { Next = next };
    }
}
