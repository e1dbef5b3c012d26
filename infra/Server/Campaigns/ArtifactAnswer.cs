using Foldline.Artifacts;

namespace Foldline.Server.Campaigns;

/// <summary>An artifact of a target.</summary>
/// <param name="Role">Where the target names it: an input, an output, or an activity and its output.</param>
/// <param name="Sha256">The hash of its content, by which it is fetched.</param>
/// <param name="Length">Bytes.</param>
/// <param name="MediaType">What the bytes are.</param>
public sealed record ArtifactAnswer(string Role, string Sha256, long Length, string MediaType)
{
    internal static ArtifactAnswer Of(string role, ArtifactRef artifact) => new(role, artifact.Sha256, artifact.Length, artifact.MediaType);

    internal ArtifactRef Reference => new(Sha256, Length, MediaType);
}
