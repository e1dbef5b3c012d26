using Foldline.Structures.Components;

namespace Foldline.Training.Assemblies;

/// <summary>
/// Completes chains: residues of the sequence that the file lacks, and atoms of the components that its residues lack, are added unresolved; atoms that the
/// components do not know are dropped (AF3 supplement 2.5.4). A residue keeps its coordinates only where more atoms have known names than unknown ones.
/// </summary>
internal static class MissingAtoms
{
    public static List<AssemblyAtom> Add(List<AssemblyAtom> atoms, PolymerSequences polymers, ComponentLibrary library)
    {
        var references = new ReferenceChains(atoms, polymers, library);
        var (complete, newAtom) = (new List<AssemblyAtom>(atoms.Count), new Dictionary<AssemblyAtom, AssemblyAtom>(atoms.Count));
        var names = atoms.Select(atom => (atom.Chain, atom.Residue, atom.Name)).ToHashSet();
        foreach (var chain in atoms.Chains())
        {
            var sequence = references.Find(chain[0].Entity);
            int last = 0;
            foreach (var residue in chain.Residues())
            {
                var first = residue[0];
                if (sequence is not null) AddMissing(last + 1, first.Residue - 1);
                var made = sequence is not null && first.Residue >= 1 && first.Residue <= sequence.Count
                    ? sequence[first.Residue - 1].Make(first, first.Residue, first.Position, first.Insertion)
                    : Ligand(residue, library, names);
                Resolve(residue, made, newAtom);
                complete.AddRange(made);
                last = first.Residue;
            }
            if (sequence is not null) AddMissing(last + 1, sequence.Count);

            void AddMissing(int from, int to)
            {
                for (int number = from; number <= to; number++) complete.AddRange(sequence[number - 1].Make(chain[0], number, number, ""));
            }
        }
        foreach (var (old, made) in newAtom)
            foreach (var (other, order) in old.Bonds)
                if (newAtom.TryGetValue(other, out var partner)) AssemblyAtom.Bond(made, partner, order);
        PolymerBonds.Add(complete, library, refuseFar: true);
        return complete;
    }

    /// <summary>A residue outside polymers: its component without what its bonds sent away, or its atoms as they are where the component cannot tell.</summary>
    private static List<AssemblyAtom> Ligand(List<AssemblyAtom> residue, ComponentLibrary library, HashSet<(string, int, string)> names)
    {
        var first = residue[0];
        if (library.Find(first.Component) is not { } component || LeavingAtoms.AreAmbiguous(component))
        {
            var copies = residue.ConvertAll(atom => atom.Copy(atom.Chain, default));
            foreach (var copy in copies) copy.IsResolved = false;
            return copies;
        }
        var removed = new HashSet<int>();
        foreach (var atom in residue)
        {
            int bonds = atom.Bonds.Keys.Count(other => !residue.Contains(other)), index = component.IndexOf(atom.Name);
            if (bonds == 0 || index < 0) continue;
            removed.UnionWith(LeavingAtoms.Of(component, index, bonds, name => names.Contains((first.Chain, first.Residue, name)), [atom]));
        }
        return new ReferenceResidue(component, removed).Make(first, first.Residue, first.Position, first.Insertion);
    }

    private static void Resolve(List<AssemblyAtom> old, List<AssemblyAtom> made, Dictionary<AssemblyAtom, AssemblyAtom> newAtom)
    {
        var byName = new Dictionary<string, AssemblyAtom>(StringComparer.Ordinal);
        foreach (var atom in made) byName.TryAdd(atom.Name, atom);
        var known = old.Where(atom => byName.ContainsKey(atom.Name)).ToList();
        if (2 * known.Count <= old.Count) return;
        foreach (var atom in known)
        {
            var target = byName[atom.Name];
            newAtom[atom] = target;
            (target.Where, target.IsResolved, target.Occupancy, target.Alternative) = (atom.Where, true, atom.Occupancy, atom.Alternative);
        }
    }
}
