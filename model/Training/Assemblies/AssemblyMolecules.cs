namespace Foldline.Training.Assemblies;

/// <summary>
/// Molecules: chains joined by bonds between resolved atoms, where bonds between two polymers (disulfides) do not count, so that such chains can still be
/// permuted. They are counted by the first name among their chains.
/// </summary>
internal sealed class AssemblyMolecules
{
    public AssemblyMolecules(IReadOnlyList<AssemblyAtom> atoms, PolymerSequences polymers)
    {
        var number = Number(atoms, polymers);
        Molecule = [.. atoms.Select(atom => number[atom.Chain])];
        Place = new int[atoms.Count];
        var next = new int[number.Values.Max() + 1];
        for (int i = 0; i < atoms.Count; i++) Place[i] = next[Molecule[i]]++;
        var entity = Entities(atoms);
        Entity = [.. Molecule.Select(molecule => entity[molecule])];
    }

    /// <summary>The molecule of each atom.</summary>
    public int[] Molecule { get; }

    /// <summary>What the molecule is a copy of.</summary>
    public int[] Entity { get; }

    /// <summary>The place of each atom in its molecule.</summary>
    public int[] Place { get; }

    private static Dictionary<string, int> Number(IReadOnlyList<AssemblyAtom> atoms, PolymerSequences polymers)
    {
        var joined = atoms.Select(atom => atom.Chain).Distinct().ToDictionary(chain => chain, _ => new SortedSet<string>(StringComparer.Ordinal));
        foreach (var atom in atoms.Where(atom => atom.IsResolved))
            foreach (var other in atom.Bonds.Keys.Where(other => other.IsResolved && other.Chain != atom.Chain))
                if (!polymers.Contains(atom.Entity) || !polymers.Contains(other.Entity)) joined[atom.Chain].Add(other.Chain);
        var number = new Dictionary<string, int>(StringComparer.Ordinal);
        int next = 0;
        foreach (var chain in joined.Keys.Order(StringComparer.Ordinal).Where(chain => !number.ContainsKey(chain)))
        {
            var open = new Stack<string>([chain]);
            while (open.TryPop(out var here))
                if (number.TryAdd(here, next))
                    foreach (var other in joined[here]) open.Push(other);
            next++;
        }
        return number;
    }

    /// <summary>Molecules of the same entities with the same atoms share a number.</summary>
    private int[] Entities(IReadOnlyList<AssemblyAtom> atoms)
    {
        var members = Enumerable.Range(0, atoms.Count).GroupBy(i => Molecule[i]).OrderBy(group => group.Key)
            .Select(group => group.Select(i => atoms[i]).ToList()).ToList();
        var result = new int[members.Count];
        int next = 0;
        foreach (var group in Enumerable.Range(0, members.Count).GroupBy(molecule => string.Join('\n', members[molecule]
            .DistinctBy(atom => atom.Chain).Select(atom => atom.Entity).Order(StringComparer.Ordinal))))
        {
            var seen = new List<int>();
            foreach (int molecule in group)
            {
                int equal = seen.FindIndex(other => members[other].Select(atom => atom.Name).SequenceEqual(members[molecule].Select(atom => atom.Name)));
                result[molecule] = equal >= 0 ? result[seen[equal]] : seen.Count == 0 ? next : ++next;
                seen.Add(molecule);
            }
            next++;
        }
        return result;
    }
}
