using Quartz;

namespace Foldline.Scheduling;

/// <summary>What Quartz runs when a schedule's time has come; the trigger's name begins with the schedule's id.</summary>
internal sealed class ScheduleJob : IJob
{
    internal static readonly JobKey Key = new("schedule", "foldline");

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await ((ScheduleRunner)context.Scheduler.Context[nameof(ScheduleRunner)]!).RunAsync(context.Trigger.Key.Name.Split('/')[0],
            context.ScheduledFireTimeUtc ?? context.FireTimeUtc, cancellationToken);
}
