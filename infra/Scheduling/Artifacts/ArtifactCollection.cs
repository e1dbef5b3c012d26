using Foldline.Artifacts;
using Foldline.Persistence;

namespace Foldline.Scheduling;

/// <summary>
/// Removes artifacts that nothing in the state refers to: what deleted campaigns have left. An artifact goes only when it was put longer ago than a campaign takes from its
/// first put to its rows, and nobody puts it again meanwhile. The store must be this state's alone: another's artifacts would look unused.
/// </summary>
/// <param name="store">The state.</param>
/// <param name="inventory">The artifacts.</param>
/// <param name="time">The clock.</param>
public sealed class ArtifactCollection(RunStore store, IArtifactInventory inventory, TimeProvider time)
{
    /// <summary>Collects once.</summary>
    /// <param name="unusedFor">How long ago an artifact must have been put at least.</param>
    /// <param name="remove">Whether anything is removed, or only counted.</param>
    /// <param name="cancellationToken">Stops it between two artifacts.</param>
    public async Task<CollectionReport> RunAsync(TimeSpan unusedFor, bool remove, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - unusedFor;
        var references = await store.ReferencesAsync(cancellationToken);
        var forgotten = await store.ForgetUnusedUnitsAsync(references, before, remove, cancellationToken);
        if (remove)
            foreach (var sha256 in forgotten) await inventory.TouchAsync(sha256, cancellationToken);
        var later = forgotten.Select(RunStore.Half).ToHashSet();
        var report = new CollectionReport();
        await foreach (var artifact in inventory.ListAsync(cancellationToken))
        {
            var half = RunStore.Half(artifact.Sha256);
            if (references.Contains(half)) report = report with { Kept = report.Kept + 1, KeptBytes = report.KeptBytes + artifact.Length };
            else if (artifact.PutAt > before || later.Contains(half) || (remove && !await inventory.RemoveAsync(artifact, cancellationToken)))
                report = report with { Young = report.Young + 1, YoungBytes = report.YoungBytes + artifact.Length };
            else report = report with { Unused = report.Unused + 1, UnusedBytes = report.UnusedBytes + artifact.Length };
        }
        return report with { Searches = forgotten.Count };
    }
}
