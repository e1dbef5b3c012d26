using Foldline.Structures.Components;

namespace Foldline.Training.Assemblies;

/// <summary>Finds which atoms a residue has lost to its bonds with other residues.</summary>
internal static class LeavingAtoms
{
    /// <summary>Whether it is unclear which bond sends a leaving group away, since one hangs on two staying atoms.</summary>
    public static bool AreAmbiguous(ChemicalComponent component) =>
        component.LeavingGroups.IsEmpty && component.Bonds.Any(bond => component.Atoms[bond.First].Leaving != component.Atoms[bond.Second].Leaving);

    /// <summary>
    /// The atoms that leave an atom with that many bonds to other residues: a group for each bond, those the file lacks first (the original draws among equals,
    /// here the first ones go). An atom without leaving groups loses the end atoms that the file does not show on it.
    /// </summary>
    /// <param name="component">The residue's component.</param>
    /// <param name="centre">The bonded atom's index in it.</param>
    /// <param name="bonds">Its bonds to other residues.</param>
    /// <param name="isPresent">Whether the file has an atom of that name in the residue, in any copy.</param>
    /// <param name="instances">The bonded atom in each copy.</param>
    public static IEnumerable<int> Of(
        ChemicalComponent component, int centre, int bonds, Func<string, bool> isPresent, IReadOnlyList<AssemblyAtom> instances)
    {
        if (!component.LeavingGroups.TryGetValue(centre, out var groups)) return Unseen(component, centre, instances);
        if (bonds >= groups.Length) return groups.SelectMany(group => group);
        // Boron and beryllium take more partners than leave them.
        if (component.Atoms[centre].Name is "B" or "BE" && groups.All(IsPresent)) return [];
        return groups.OrderBy(IsPresent).Take(bonds).SelectMany(group => group);

        bool IsPresent(System.Collections.Immutable.ImmutableArray<int> group) => group.Any(atom => isPresent(component.Atoms[atom].Name));
    }

    private static List<int> Unseen(ChemicalComponent component, int centre, IReadOnlyList<AssemblyAtom> instances)
    {
        int[] ends = [.. Neighbours(component, centre).Where(atom => Neighbours(component, atom).Count() == 1)];
        List<int> most = [];
        foreach (var instance in instances)
        {
            var shown = instance.Bonds.Keys.Select(atom => atom.Name).ToHashSet();
            var unseen = ends.Where(atom => !shown.Contains(component.Atoms[atom].Name)).ToList();
            if (unseen.Count > most.Count) most = unseen;
        }
        return most;
    }

    private static IEnumerable<int> Neighbours(ChemicalComponent component, int atom) =>
        component.Bonds.Where(bond => bond.First == atom || bond.Second == atom).Select(bond => bond.First == atom ? bond.Second : bond.First);
}
