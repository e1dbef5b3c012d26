namespace Foldline.Alignments;

/// <summary>One line of HMMER's <c>--tblout</c>: a target sequence and how well it matches.</summary>
/// <param name="Target">The name of the sequence in the database.</param>
/// <param name="Query">The name of the query.</param>
/// <param name="EValue">Expected number of equally good hits by chance, full sequence.</param>
/// <param name="Score">Full-sequence score in bits.</param>
/// <param name="Bias">Correction for biased composition in bits.</param>
/// <param name="DomainEValue">E-value of the best domain alone.</param>
/// <param name="DomainScore">Score of the best domain in bits.</param>
/// <param name="Domains">Domains in the final envelope list.</param>
/// <param name="Description">What the database says about the sequence; empty where it says nothing.</param>
public sealed record TableHit(string Target, string Query, double EValue, double Score, double Bias, double DomainEValue, double DomainScore, int Domains, string Description);
