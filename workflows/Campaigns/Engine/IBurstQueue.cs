namespace Foldline.Workflows;

/// <summary>
/// Brings bursts to workers: each to one worker that serves its class and has what it needs, in order of priority. It may lose bursts, never the truth:
/// the keeper queues again what the rows say is due.
/// </summary>
public interface IBurstQueue
{
    /// <summary>Queues bursts; one that is queued already, by the same turn, stays as it is.</summary>
    Task EnqueueAsync(IReadOnlyList<Burst> bursts, CancellationToken cancellationToken);
}
