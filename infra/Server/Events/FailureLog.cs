using Foldline.Workflows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Events;

/// <summary>Writes every target that ends without a result, or waits for what no worker has, into the log, so that whoever watches the server sees what a script, a tool or an input did.</summary>
internal sealed class FailureLog(ICampaigns campaigns, TimeProvider time, ILogger<FailureLog> log) : BackgroundService
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        long? last = null;
        try
        {
            do
            {
                try
                {
                    last = last is { } after ? await TellAsync(after, stoppingToken) : await campaigns.LastEventAsync(stoppingToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    log.LogWarning(fault, "Events could not be read and are read again in {Seconds} s", Pause.TotalSeconds);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task<long> TellAsync(long after, CancellationToken cancellationToken)
    {
        var happened = await campaigns.ProjectEventsAsync(null, after, MostAtOnce, cancellationToken);
        foreach (var wait in happened.Where(each => each.Kind == CampaignEventKind.TargetWaiting))
            log.LogWarning("Target {Target} of campaign {Campaign}: {Message}", wait.Target, wait.CampaignId, wait.Text);
        foreach (var end in happened.Where(each => each.Kind == CampaignEventKind.TargetEnded && each.Status is InstanceStatus.Failed or InstanceStatus.Quarantined))
            log.LogWarning("Target {Target} of campaign {Campaign} ended {Status}: {Message}", end.Target, end.CampaignId, end.Status, end.Text);
        return happened.Count > 0 ? happened[^1].Sequence : after;
    }
}
