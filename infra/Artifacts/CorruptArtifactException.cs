namespace Foldline.Artifacts;

/// <summary>Stored bytes no longer match their hash; they were set aside, never served.</summary>
/// <param name="artifact">What was asked for.</param>
/// <param name="found">What the stored bytes turned out to be: a hash or a length.</param>
/// <param name="setAside">Where the damaged bytes lie now.</param>
public sealed class CorruptArtifactException(ArtifactRef artifact, string found, string setAside)
    : UnreadableArtifactException(artifact, $"Artifact {artifact} is damaged: {found}. The bytes were moved to {setAside}; it has to be computed again.");
