namespace Foldline.Search;

/// <summary>How well the sequence of an alignment's row matches the query.</summary>
/// <param name="EValue">Expected number of equally good hits by chance, for the whole sequence.</param>
/// <param name="Bits">Score of the whole sequence in bits.</param>
public readonly record struct RowScore(double EValue, double Bits);
