using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>A worker.</summary>
/// <param name="Id">Unique per start of a process.</param>
/// <param name="Machine">Where it runs.</param>
/// <param name="ProcessId">Its process there.</param>
/// <param name="State">working, idle or left.</param>
/// <param name="SearchSlots">Searches at once.</param>
/// <param name="ModelSlots">Network activities at once.</param>
/// <param name="LightSlots">Light activities at once.</param>
/// <param name="Device">The device of the network.</param>
/// <param name="MemoryMb">Memory for one activity, MB.</param>
/// <param name="Databases">Databases at hand.</param>
/// <param name="Version">Its version.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="HeardAt">When it was last heard of.</param>
/// <param name="LeftAt">When it left.</param>
/// <param name="Load">Bursts it runs now.</param>
public sealed record WorkerAnswer(string Id, string Machine, int ProcessId, string State, int SearchSlots, int ModelSlots, int LightSlots, string Device, double MemoryMb,
    IReadOnlyList<string> Databases, string Version, DateTimeOffset StartedAt, DateTimeOffset HeardAt, DateTimeOffset? LeftAt, int Load)
{
    internal static WorkerAnswer Of(WorkerRecord worker) => new(worker.Id, worker.Machine, worker.ProcessId, worker.LeftAt is not null ? "left" : worker.Load > 0 ? "working" : "idle",
        worker.Offer.SearchSlots, worker.Offer.ModelSlots, worker.Offer.LightSlots, worker.Offer.Device, Math.Round(worker.Offer.Memory / 1e6), worker.Offer.Databases,
        worker.Offer.Version, worker.StartedAt, worker.HeardAt, worker.LeftAt, worker.Load);
}
