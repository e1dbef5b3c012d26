namespace Foldline.Search;

/// <summary>How far a running search is.</summary>
/// <param name="Target">The target it runs for.</param>
/// <param name="Database">The database's name.</param>
/// <param name="Elapsed">Time since the process started.</param>
/// <param name="OutputBytes">What the program has written so far; it writes hits only at the end.</param>
/// <param name="Fraction">The part of the database file read so far, 0 to 1, or <c>null</c> where the system does not tell.</param>
public sealed record SearchProgress(string Target, string Database, TimeSpan Elapsed, long OutputBytes, double? Fraction);
