namespace Foldline.Activities.Search;

/// <summary>The alignments of one entity of a target.</summary>
/// <param name="Unpaired">A3M text, query first; empty where the user wants none.</param>
/// <param name="Paired">A3M text of rows that may be paired by species; empty where the user wants none.</param>
/// <param name="Databases">Where the rows come from; empty for alignments the user brought.</param>
public sealed record ChainAlignments(string Unpaired, string Paired, IReadOnlyList<DatabaseUse> Databases);
