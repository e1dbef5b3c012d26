namespace Foldline.Persistence;

/// <summary>Table <c>unit_artifacts</c>: which committed units name an artifact.</summary>
internal sealed class UnitArtifactRow
{
    public required string Key { get; set; }

    public required string Sha256 { get; set; }
}
