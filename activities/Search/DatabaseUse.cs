namespace Foldline.Activities.Search;

/// <summary>What one database gave to one chain, for the manifest and the report.</summary>
/// <param name="Database">The database's name.</param>
/// <param name="Fingerprint">Which content it had.</param>
/// <param name="Hits">Rows besides the query, after the cap.</param>
/// <param name="Seconds">How long the search ran when it ran; a remembered search keeps its time.</param>
/// <param name="Tool">The program and its version.</param>
public sealed record DatabaseUse(string Database, string Fingerprint, int Hits, double Seconds, string Tool);
