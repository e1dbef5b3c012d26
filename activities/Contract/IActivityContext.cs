using Foldline.Artifacts;

namespace Foldline.Activities;

/// <summary>What the runtime offers to one attempt of an activity.</summary>
public interface IActivityContext
{
    /// <summary>The run (campaign) this belongs to.</summary>
    string RunId { get; }

    /// <summary>The instance: in a campaign the target's name.</summary>
    string InstanceId { get; }

    /// <summary>The activity's id in the definition.</summary>
    string ActivityId { get; }

    /// <summary>This attempt, 1 for the first.</summary>
    int Attempt { get; }

    /// <summary>The rung of the escalation ladder: 0 as asked, then one more after each resource failure.</summary>
    int Rung { get; }

    /// <summary>The rung's name in <see cref="RetryPolicy.Ladder"/>; empty on rung 0.</summary>
    string RungName { get; }

    /// <summary>Where payloads lie.</summary>
    IArtifactStore Artifacts { get; }

    /// <summary>The clock.</summary>
    TimeProvider Time { get; }

    /// <summary>A folder of this attempt alone, created at first use and removed afterwards.</summary>
    string ScratchFolder { get; }

    /// <summary>Tells how far the attempt is; cheap enough to call for every step.</summary>
    void Report(ActivityProgress progress);

    /// <summary>Tells the peak memory of what the attempt ran outside this process, in bytes; the largest value counts.</summary>
    void RecordPeakMemory(long bytes);

    /// <summary>
    /// Does a unit of work once: its result is committed under <paramref name="key"/> and shared by every activity, instance and run on the same state; a
    /// second request
    /// while the first works waits for it. The unit has its own record of attempts. A result that names artifacts which are gone is made again.
    /// </summary>
    /// <typeparam name="T">The result, written as JSON: an <see cref="ArtifactRef"/> or a record that holds some.</typeparam>
    /// <param name="key">Content key: everything the result depends on; see <see cref="UnitKey"/>.</param>
    /// <param name="unit">The unit in a user's words, e.g. <c>uniref90 for 1AKI chain A</c>.</param>
    /// <param name="factory">Does the work; it must not ask for the same unit. Where this request is cancelled, the next that waits does the work with its
    /// own factory.</param>
    /// <param name="cancellationToken">Stops this request.</param>
    Task<T> OnceAsync<T>(UnitKey key, string unit, Func<CancellationToken, Task<T>> factory, CancellationToken cancellationToken);
}
