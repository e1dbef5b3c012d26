using System.Collections.Immutable;

namespace Foldline.Structures.Mmcif;

/// <summary>One set of coordinates; crystal structures have one, NMR entries many.</summary>
/// <param name="Number">The model's number in the file.</param>
/// <param name="Chains">The chains in order of first appearance.</param>
public sealed record MmcifModel(int Number, ImmutableArray<MmcifChain> Chains)
{
    /// <summary>The chain of that <c>label_asym_id</c>, or <c>null</c>.</summary>
    public MmcifChain? Find(string id) => Chains.FirstOrDefault(chain => chain.Id == id);

    /// <summary>The number of atoms.</summary>
    public int Atoms => Chains.Sum(chain => chain.Atoms);
}
