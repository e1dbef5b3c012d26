using System.Collections.Immutable;
using System.Numerics;
using Foldline.Features.Vocabulary;
using Foldline.Sequences;
using Foldline.Structures.Components;
using Foldline.Structures.Mmcif;

namespace Foldline.Features.Templates;

/// <summary>A protein chain of a known structure, whole: what templates are cut from.</summary>
/// <param name="Sequence">One letter per residue of the full sequence, the parent's for modified residues, X where there is none.</param>
/// <param name="Structure">Its atoms, around their mean.</param>
public sealed record TemplateChain(string Sequence, TemplateStructure Structure)
{
    private const int LeastAtoms = 5;
    private const float WidestStep = 150;                         // Å between neighbouring CA: beyond it the file is broken

    /// <summary>A chain of the first model by the author's identifier.</summary>
    /// <returns><c>null</c> where there is no such protein chain, or too little of it to be of use.</returns>
    public static TemplateChain? Find(MmcifStructure structure, string authorId, ComponentLibrary components)
    {
        var chain = structure.WithoutAlternatives().Models[0].Chains.FirstOrDefault(
            candidate => candidate.AuthorId == authorId && candidate.Entity.Kind == EntityKind.Protein);
        if (chain is null) return null;
        var letters = chain.Entity.Sequence.Select(code => components.Find(code)?.OneLetterCode is { Length: 1 } letter && letter != "?" ? letter[0] : 'X').ToArray();
        var residues = letters.Select(letter => ResidueTypes.OfResidue(EntityKind.Protein, letter.ToString())).ToImmutableArray();
        var (positions, mask) = (new float[residues.Length * Atom37.Count * 3], new bool[residues.Length * Atom37.Count]);
        foreach (var residue in chain.Residues)
        {
            if (residue.SequenceNumber is not { } number || number < 1 || number > residues.Length) continue;
            foreach (var atom in residue.Atoms)
            {
                int place = Atom37.Names.IndexOf(NameOf(residue, atom.Name));
                if (place < 0) continue;
                int at = (number - 1) * Atom37.Count + place;
                atom.Position.CopyTo(positions.AsSpan(3 * at, 3));
                mask[at] = true;
            }
        }
        var whole = new TemplateStructure(residues, positions, mask);
        return mask.Count(present => present) < LeastAtoms || IsTorn(whole) ? null : new TemplateChain(new string(letters), whole.Centred());
    }

    /// <summary>Selenium stands for the sulphur of methionine; the outer nitrogens of arginine are named so that NH1 is the one nearer to CD.</summary>
    private static string NameOf(MmcifResidue residue, string name)
    {
        if (residue.Component == "MSE" && name == "SE") return "SD";
        if (residue.Component == "ARG" && name is "NH1" or "NH2"
            && residue.Find("CD") is { } delta && residue.Find("NH1") is { } first && residue.Find("NH2") is { } second
            && Vector3.DistanceSquared(delta.Position, first.Position) > Vector3.DistanceSquared(delta.Position, second.Position))
            return name == "NH1" ? "NH2" : "NH1";
        return name;
    }

    private static bool IsTorn(TemplateStructure whole)
    {
        int alpha = Atom37.Names.IndexOf("CA");
        Vector3? before = null;
        for (int residue = 0; residue < whole.Residues.Length; residue++)
        {
            int at = residue * Atom37.Count + alpha;
            Vector3? here = whole.Mask[at] ? new Vector3(whole.Positions.Slice(3 * at, 3)) : null;
            if (before is { } a && here is { } b && Vector3.Distance(a, b) > WidestStep) return true;
            before = here;
        }
        return false;
    }
}
