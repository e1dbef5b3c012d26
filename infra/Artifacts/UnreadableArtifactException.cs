namespace Foldline.Artifacts;

/// <summary>An artifact cannot be served. The runtime answers by running again the activity that made it.</summary>
public abstract class UnreadableArtifactException(ArtifactRef artifact, string message) : IOException(message)
{
    /// <summary>The artifact that is gone.</summary>
    public ArtifactRef Artifact { get; } = artifact;
}
