using System.Diagnostics.Metrics;
using Foldline.Workflows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Metrics;

/// <summary>Measures campaigns, targets and workers every ten seconds, over all projects, without names: open campaigns by state, their targets by state, live workers.</summary>
internal sealed class CampaignMeter : BackgroundService
{
    private const int MostCampaigns = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly CampaignState[] Open = [CampaignState.Running, CampaignState.Paused, CampaignState.Cancelling];
    private readonly ICampaigns _campaigns;
    private readonly TimeProvider _time;
    private readonly ILogger<CampaignMeter> _log;
    private readonly Meter _meter = new("Foldline.Server");
    private volatile Measured _last = new([], new TargetCounts(), 0, 0);

    public CampaignMeter(ICampaigns campaigns, TimeProvider time, ILogger<CampaignMeter> log)
    {
        (_campaigns, _time, _log) = (campaigns, time, log);
        _meter.CreateObservableGauge("foldline_campaigns", () => Open.Select(state => new Measurement<int>(_last.Campaigns.GetValueOrDefault(state), Tag(state.ToString()))),
            description: "Campaigns that have not ended.");
        _meter.CreateObservableGauge("foldline_targets", Targets, description: "Targets of campaigns that have not ended.");
        _meter.CreateObservableGauge("foldline_workers", () => _last.Workers, description: "Workers that live.");
        _meter.CreateObservableGauge("foldline_bursts", () => _last.Load, description: "Bursts of activities that run now.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, _time);
        try
        {
            do
            {
                try
                {
                    await MeasureAsync(stoppingToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    _log.LogWarning(fault, "Campaigns could not be measured");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var open = (await _campaigns.ListAsync(new CampaignQuery { States = Open, Take = MostCampaigns }, cancellationToken)).Items;
        var workers = (await _campaigns.WorkersAsync(cancellationToken)).Where(worker => worker.LeftAt is null).ToList();
        _last = new Measured(open.GroupBy(campaign => campaign.State).ToDictionary(group => group.Key, group => group.Count()), new TargetCounts
        {
            Pending = open.Sum(campaign => campaign.Counts.Pending), Running = open.Sum(campaign => campaign.Counts.Running), Waiting = open.Sum(campaign => campaign.Counts.Waiting),
            Succeeded = open.Sum(campaign => campaign.Counts.Succeeded), Failed = open.Sum(campaign => campaign.Counts.Failed),
            Quarantined = open.Sum(campaign => campaign.Counts.Quarantined), Cancelled = open.Sum(campaign => campaign.Counts.Cancelled),
        }, workers.Count, workers.Sum(worker => worker.Load));
    }

    private IEnumerable<Measurement<int>> Targets()
    {
        var counts = _last.Targets;
        (string State, int Count)[] states = [("pending", counts.Pending), ("running", counts.Running), ("waiting", counts.Waiting), ("succeeded", counts.Succeeded), ("failed", counts.Failed),
            ("quarantined", counts.Quarantined), ("cancelled", counts.Cancelled)];
        return states.Select(state => new Measurement<int>(state.Count, Tag(state.State)));
    }

    private static KeyValuePair<string, object?> Tag(string state) => new("state", state.ToLowerInvariant());

    private sealed record Measured(Dictionary<CampaignState, int> Campaigns, TargetCounts Targets, int Workers, int Load);
}
