using System.Collections.Immutable;
using Foldline.Structures.Mmcif;

namespace Foldline.Training.Data;

/// <summary>A stretch of a chain, with the component of each of its residues.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="First">First position, counted from 1.</param>
/// <param name="Last">Last position.</param>
internal sealed record SelectedChain(MmcifChain Chain, int First, int Last)
{
    /// <summary>The components of the stretch; selenomethionine counts as methionine, as in the original.</summary>
    public ImmutableArray<string> Codes { get; } =
        [.. Chain.Entity.Sequence.Skip(First - 1).Take(Last - First + 1).Select(code => code == "MSE" ? "MET" : code)];

    /// <summary>The residue at a position of the stretch, counted from 1, or <c>null</c> where the file has none.</summary>
    public MmcifResidue? Find(int number) => Chain.Residues.FirstOrDefault(residue => residue.SequenceNumber == First - 1 + number);
}
