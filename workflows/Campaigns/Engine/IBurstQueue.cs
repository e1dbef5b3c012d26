namespace Foldline.Workflows;

/// <summary>
/// Brings bursts to workers: each to one worker that serves its class and has what it needs, in order of priority. It may lose bursts, never the truth:
/// the keeper queues again what the rows say is due.
/// </summary>
public interface IBurstQueue
{
    /// <summary>Queues bursts; one that is queued already, by the same turn, stays as it is.</summary>
    /// <param name="bursts">The bursts.</param>
    /// <param name="together">How many that are light and alike may go to one worker together, to run there one after the other; 1 leaves each to itself.</param>
    /// <param name="cancellationToken">Stops the queueing.</param>
    Task EnqueueAsync(IReadOnlyList<Burst> bursts, int together, CancellationToken cancellationToken);
}
