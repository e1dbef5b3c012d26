using Foldline.Sequences;
using Foldline.Structures.Predictions;

namespace Foldline.Ranking.Interfaces;

/// <summary>
/// The sites of each chain: one per residue of a polymer, one per token of a ligand. Of a modified residue, whose atoms are tokens of their own, the token of
/// Cα or C1' counts.
/// </summary>
internal sealed class InterfaceSites
{
    private readonly InterfaceSite[][] _sites;
    private readonly bool[] _isNucleic;

    private InterfaceSites(InterfaceSite[][] sites, bool[] isNucleic) => (_sites, _isNucleic) = (sites, isNucleic);

    public InterfaceSite[] this[int chain] => _sites[chain];

    public bool IsNucleic(int chain) => _isNucleic[chain];

    public static InterfaceSites Of(AtomLayout layout)
    {
        var sites = layout.Chains.Select(_ => new List<InterfaceSite>()).ToArray();
        for (int start = 0; start < layout.Atoms;)
        {
            int chain = layout.ChainOfToken[layout.TokenOfAtom[start]], end = start + 1;
            bool polymer = layout.Chains[chain].Kind is not (EntityKind.Ligand or EntityKind.Ion);
            while (end < layout.Atoms && SameSite(layout, start, end, polymer)) end++;
            int token = layout.TokenOfAtom[polymer ? Find(layout, start, end, "CA", "C1'") : start];
            int centre = layout.CentreAtom[token];
            int atom = !polymer ? centre : Find(layout, start, end, "CB", "C3'") is var found && IsOneOf(layout, found, "CB", "C3'") ? found : centre;
            sites[chain].Add(new InterfaceSite(token, atom));
            start = end;
        }
        return new InterfaceSites([.. sites.Select(list => list.ToArray())],
            [.. layout.Chains.Select(chain => chain.Kind is EntityKind.Rna or EntityKind.Dna)]);
    }

    private static bool SameSite(AtomLayout layout, int first, int other, bool polymer)
    {
        var (a, b) = (layout.TokenOfAtom[first], layout.TokenOfAtom[other]);
        return a == b || (polymer && layout.ChainOfToken[a] == layout.ChainOfToken[b] && layout.ResidueNumber[first] == layout.ResidueNumber[other]);
    }

    private static int Find(AtomLayout layout, int start, int end, string name, string orName)
    {
        for (int atom = start; atom < end; atom++)
            if (IsOneOf(layout, atom, name, orName)) return atom;
        return start;
    }

    private static bool IsOneOf(AtomLayout layout, int atom, string name, string orName) => layout.AtomName[atom] == name || layout.AtomName[atom] == orName;
}
