using Foldline.Artifacts;
using Foldline.Ranking.Samples;

namespace Foldline.Activities.Ranking;

/// <summary>The content of an <see cref="ArtifactKinds.Ranking"/> artifact: a target's samples, best first.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Samples">Best first; never empty.</param>
public sealed record StoredRanking(string Target, IReadOnlyList<StoredSample> Samples)
{
    /// <summary>The ranking with its samples' files at hand.</summary>
    public async Task<TargetRanking> OpenAsync(IArtifactStore artifacts, CancellationToken cancellationToken = default)
    {
        var files = new List<string>(Samples.Count);
        foreach (var sample in Samples) files.Add(await artifacts.LocalFileAsync(sample.File, cancellationToken));
        return TargetRanking.OfFiles(Target, files);
    }
}
