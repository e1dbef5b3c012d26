namespace Foldline.Alignments;

/// <summary>What a Stockholm file held and what became of it.</summary>
/// <param name="Rows">Rows written, the query included; 0 for an empty file.</param>
/// <param name="Columns">Columns of the query.</param>
/// <param name="RowsInFile">Distinct rows the file held, the query included; more than <paramref name="Rows"/> when the cap cut.</param>
/// <param name="RepeatedNames">Rows left out because their name had occurred in the same block.</param>
public sealed record StockholmSummary(int Rows, int Columns, long RowsInFile, long RepeatedNames);
