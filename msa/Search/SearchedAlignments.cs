using Foldline.Sequences;

namespace Foldline.Search;

/// <summary>What the searches of one sequence give to the model, as A3M text.</summary>
/// <param name="Unpaired">Rows of this sequence alone, query first.</param>
/// <param name="Paired">Rows that may be paired with those of other chains, query first.</param>
/// <param name="UnpairedRows">Rows of <paramref name="Unpaired"/>, the query included.</param>
/// <param name="PairedRows">Rows of <paramref name="Paired"/>, the query included.</param>
public sealed record SearchedAlignments(string Unpaired, string Paired, int UnpairedRows, int PairedRows)
{
    /// <summary>What the user supplied, completed: only alignments the user left open (<c>null</c>) are taken from the search.</summary>
    public SuppliedAlignments Complete(SuppliedAlignments supplied) => new(supplied.Unpaired ?? Unpaired, supplied.Paired ?? Paired);
}
