using Foldline.Workflows;
using Quartz;

namespace Foldline.Scheduling;

/// <summary>The times of a schedule by the clock: a cron expression, read in a time zone.</summary>
internal static class ScheduleTimes
{
    /// <summary>The first run after a time; <c>null</c> where there is none any more, or the schedule is not by the clock.</summary>
    /// <exception cref="CampaignRefusedException">The expression or the zone is at fault.</exception>
    public static DateTimeOffset? After(NewSchedule schedule, DateTimeOffset time) => schedule.Cron is null ? null : Expression(schedule).GetNextValidTimeAfter(time);

    /// <summary>The first runs after a time.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="time">After it.</param>
    /// <param name="count">How many, at most.</param>
    public static IReadOnlyList<DateTimeOffset> After(NewSchedule schedule, DateTimeOffset time, int count)
    {
        var expression = Expression(schedule);
        var next = new List<DateTimeOffset>(count);
        while (next.Count < count && expression.GetNextValidTimeAfter(time) is { } found) next.Add(time = found);
        return next;
    }

    private static CronExpression Expression(NewSchedule schedule)
    {
        try
        {
            // An id is a path under the system's folder of zones, and must not lead out of it.
            if (!schedule.TimeZone.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+') || schedule.TimeZone is not [not '/', ..])
                throw new TimeZoneNotFoundException();
            return new CronExpression(schedule.Cron!, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone));
        }
        catch (Exception fault) when (fault is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new CampaignRefusedException($"There is no time zone '{schedule.TimeZone}'; write for example Europe/Berlin.", fault);
        }
        catch (FormatException fault)
        {
            throw new CampaignRefusedException($"'{schedule.Cron}' is no cron expression: {fault.Message} Six fields are expected, seconds first, for example '0 0 3 * * ?'.", fault);
        }
    }
}
