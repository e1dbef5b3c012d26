namespace Foldline.Artifacts;

/// <summary>An artifact as a store lists it.</summary>
/// <param name="Sha256">Its hash, 64 lower-case hexadecimal digits.</param>
/// <param name="Length">Bytes.</param>
/// <param name="PutAt">When it was put last, by the store's clock.</param>
/// <param name="Mark">What changes whenever it is put again.</param>
public sealed record StoredArtifact(string Sha256, long Length, DateTimeOffset PutAt, string Mark);
