namespace Foldline.Workflows;

/// <summary>Schedules of campaigns. A project of <c>null</c> is an administrator, who sees all; another project's schedule is not found.</summary>
public interface ISchedules
{
    /// <summary>Keeps a schedule; it is enabled.</summary>
    /// <exception cref="CampaignRefusedException">The expression, the time zone, the place to watch or a target is at fault.</exception>
    /// <exception cref="DefinitionException">The workflow must not run.</exception>
    Task<ScheduleRecord> AddAsync(NewSchedule schedule, CancellationToken cancellationToken);

    /// <summary>All schedules, oldest first, with their next runs.</summary>
    Task<IReadOnlyList<ScheduleRecord>> ListAsync(string? project, CancellationToken cancellationToken);

    /// <summary>One schedule.</summary>
    /// <exception cref="CampaignNotFoundException">There is none; so do the methods below.</exception>
    Task<ScheduleRecord> GetAsync(string id, string? project, CancellationToken cancellationToken);

    /// <summary>Changes what it asks for; what runs already is left as it is. Where the times changed, the next run is the first of the new ones that is still to come.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="project">The asker's project.</param>
    /// <param name="change">What it asks for now, from what it asked for until now; it stays in its project, and watches what it watched.</param>
    /// <param name="cancellationToken">Stops the change.</param>
    /// <exception cref="CampaignRefusedException">The result is at fault, as in <see cref="AddAsync"/>.</exception>
    /// <exception cref="DefinitionException">The workflow must not run.</exception>
    Task<ScheduleRecord> ChangeAsync(string id, string? project, Func<NewSchedule, NewSchedule> change, CancellationToken cancellationToken);

    /// <summary>Lets it submit, or not. What was missed while it might not is not made up for.</summary>
    Task<ScheduleRecord> SetEnabledAsync(string id, string? project, bool enabled, CancellationToken cancellationToken);

    /// <summary>Lets one run come at once, beside those of the clock.</summary>
    /// <exception cref="CampaignRefusedException">It watches something, or is not enabled.</exception>
    Task<ScheduleRecord> RunNowAsync(string id, string? project, CancellationToken cancellationToken);

    /// <summary>Forgets it; its campaigns stay.</summary>
    Task RemoveAsync(string id, string? project, CancellationToken cancellationToken);
}
