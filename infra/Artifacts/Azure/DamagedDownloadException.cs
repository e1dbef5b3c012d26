namespace Foldline.Artifacts;

/// <summary>What arrived does not hash to the name it was asked for by.</summary>
internal sealed class DamagedDownloadException(string hash) : Exception($"its content hashes to {hash[..12]}");
