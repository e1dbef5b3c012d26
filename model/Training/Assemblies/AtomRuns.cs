using Foldline.Structures.Components;

namespace Foldline.Training.Assemblies;

/// <summary>Goes over lists of atoms by chain and residue, whose atoms stand together.</summary>
internal static class AtomRuns
{
    /// <summary>The residues in order.</summary>
    public static List<List<AssemblyAtom>> Residues(this IEnumerable<AssemblyAtom> atoms) => Runs(atoms, (a, b) => a.SharesResidue(b));

    /// <summary>The chains in order.</summary>
    public static List<List<AssemblyAtom>> Chains(this IEnumerable<AssemblyAtom> atoms) => Runs(atoms, (a, b) => a.Chain == b.Chain);

    /// <summary>The atoms for which a condition holds; the others are unbonded.</summary>
    public static List<AssemblyAtom> Keep(this List<AssemblyAtom> atoms, Func<AssemblyAtom, bool> holds)
    {
        var kept = new List<AssemblyAtom>(atoms.Count);
        foreach (var atom in atoms)
        {
            if (holds(atom)) kept.Add(atom);
            else foreach (var other in atom.Bonds.Keys.ToList()) AssemblyAtom.Unbond(atom, other);
        }
        return kept;
    }

    /// <summary>Makes the bonds that the component has between these atoms of one residue; of atoms of one name each takes part.</summary>
    public static void BondByComponent(this IReadOnlyList<AssemblyAtom> residue, ChemicalComponent component)
    {
        var byName = residue.ToLookup(atom => atom.Name, StringComparer.Ordinal);
        foreach (var bond in component.Bonds)
            foreach (var first in byName[component.Atoms[bond.First].Name])
                foreach (var second in byName[component.Atoms[bond.Second].Name]) AssemblyAtom.Bond(first, second, bond.Order);
    }

    private static List<List<AssemblyAtom>> Runs(IEnumerable<AssemblyAtom> atoms, Func<AssemblyAtom, AssemblyAtom, bool> together)
    {
        var runs = new List<List<AssemblyAtom>>();
        AssemblyAtom? previous = null;
        foreach (var atom in atoms)
        {
            if (previous is null || !together(previous, atom)) runs.Add([]);
            runs[^1].Add(atom);
            previous = atom;
        }
        return runs;
    }
}
