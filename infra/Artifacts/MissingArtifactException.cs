namespace Foldline.Artifacts;

/// <summary>The store does not hold an artifact that was asked for.</summary>
/// <param name="artifact">What was asked for.</param>
/// <param name="store">The store that was asked, as a user knows it.</param>
public sealed class MissingArtifactException(ArtifactRef artifact, string store)
    : UnreadableArtifactException(artifact, $"Artifact {artifact} is not in {store}; it has to be computed again.");
