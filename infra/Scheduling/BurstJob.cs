using Quartz;

namespace Foldline.Scheduling;

/// <summary>What Quartz runs for a burst. Everything it needs stands in the trigger's name and execution group, so that a trigger is one small row.</summary>
internal sealed class BurstJob : IJob
{
    internal static readonly JobKey Key = new("burst", "foldline");

    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        ((BurstPump)context.Scheduler.Context[nameof(BurstPump)]!).RunAsync(context.Trigger);
}
