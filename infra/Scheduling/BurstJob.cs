using Quartz;

namespace Foldline.Scheduling;

/// <summary>What Quartz runs for a burst. Everything it needs stands in the trigger's name and execution group, so that a trigger is one small row.</summary>
internal sealed class BurstJob : IJob
{
    internal static readonly JobKey Key = new("burst", "foldline");

    /// <summary>The job as Quartz keeps it: one for all bursts, there also when nothing is queued.</summary>
    internal static IJobDetail Detail() => JobBuilder.Create<BurstJob>().WithIdentity(Key).StoreDurably().Build();

    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        ((BurstPump)context.Scheduler.Context[nameof(BurstPump)]!).RunAsync(context.Trigger);
}
