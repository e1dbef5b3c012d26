using System.Collections.Concurrent;

namespace Foldline.Workflows;

/// <summary>What a process knows of open campaigns, a second old at most, and the attempts it has to stop when one is cancelled.</summary>
/// <param name="store">The state.</param>
public sealed class CampaignWatch(IEngineStore store)
{
    private readonly ConcurrentDictionary<Attending, byte> _attending = new();
    private volatile IReadOnlyDictionary<long, OpenCampaign> _open = new Dictionary<long, OpenCampaign>();

    /// <summary>Campaigns that have not ended, by run.</summary>
    public IReadOnlyDictionary<long, OpenCampaign> Open => _open;

    /// <summary>Attempts under way in this process.</summary>
    public int Load => _attending.Count;

    /// <summary>The state of a campaign; one too new to be known runs.</summary>
    public CampaignState StateOf(long runKey) => _open.TryGetValue(runKey, out var campaign) ? campaign.State : CampaignState.Running;

    /// <summary>Looks again, and stops attempts of campaigns and targets that were cancelled.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        _open = (await store.OpenCampaignsAsync(cancellationToken)).ToDictionary(campaign => campaign.RunKey);
        var attending = _attending.Keys.ToList();
        if (attending.Count == 0) return;
        var cancelled = (await store.CancelledAmongAsync([.. attending.Select(attempt => attempt.InstanceKey).Distinct()], cancellationToken)).ToHashSet();
        foreach (var attempt in attending)
            if (StateOf(attempt.RunKey) == CampaignState.Cancelling || cancelled.Contains(attempt.InstanceKey)) attempt.Cancel();
    }

    /// <summary>Stops every attempt of this process: it was given up for dead, or has to end.</summary>
    public void StopAll()
    {
        foreach (var attempt in _attending.Keys) attempt.Cancel();
    }

    /// <summary>Attends to an attempt until disposed.</summary>
    internal IDisposable Attend(long runKey, long instanceKey, CancellationTokenSource stop)
    {
        var attending = new Attending(_attending, runKey, instanceKey, stop);
        _attending.TryAdd(attending, 0);
        return attending;
    }

    private sealed class Attending(ConcurrentDictionary<Attending, byte> all, long runKey, long instanceKey, CancellationTokenSource stop) : IDisposable
    {
        public long RunKey => runKey;

        public long InstanceKey => instanceKey;

        public void Cancel()
        {
            lock (stop)
                if (all.ContainsKey(this)) stop.Cancel();
        }

        public void Dispose()
        {
            lock (stop) all.TryRemove(this, out _);
        }
    }
}
