using Foldline.Sequences;
using Foldline.Structures.Predictions;

namespace Foldline.Structures.Output;

/// <summary>A residue of a predicted model: a run of atoms with one chain and residue number.</summary>
/// <param name="Chain">The index of the chain.</param>
/// <param name="Number">The 1-based number in the chain.</param>
/// <param name="Component">The component code.</param>
/// <param name="FirstAtom">The first atom.</param>
/// <param name="Atoms">The number of atoms.</param>
internal readonly record struct ModelResidue(int Chain, int Number, string Component, int FirstAtom, int Atoms)
{
    /// <summary>The residues in atom order.</summary>
    public static List<ModelResidue> Of(AtomLayout layout)
    {
        var residues = new List<ModelResidue>();
        for (int start = 0, end; start < layout.Atoms; start = end)
        {
            int chain = layout.ChainOfToken[layout.TokenOfAtom[start]];
            for (end = start + 1; end < layout.Atoms; end++)
                if (layout.ChainOfToken[layout.TokenOfAtom[end]] != chain || layout.ResidueNumber[end] != layout.ResidueNumber[start]
                    || layout.ResidueName[end] != layout.ResidueName[start]) break;
            residues.Add(new ModelResidue(chain, layout.ResidueNumber[start], layout.ResidueName[start], start, end - start));
        }
        return residues;
    }

    /// <summary>Whether chains of this kind are polymers.</summary>
    public static bool IsPolymer(EntityKind kind) => kind is EntityKind.Protein or EntityKind.Rna or EntityKind.Dna;
}
