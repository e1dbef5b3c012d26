namespace Foldline.Training.Assemblies;

/// <summary>What is taken out of ligands once they are complete (AF3 supplement 2.5.4 and 5.1).</summary>
internal static class LigandFilters
{
    /// <summary>What only helps crystals to grow (AF3 supplement, table 8).</summary>
    private static readonly HashSet<string> _crystallisationAids =
        ["SO4", "GOL", "EDO", "PO4", "ACT", "PEG", "DMS", "TRS", "PGE", "PG4", "FMT", "EPE", "MPD", "MES", "CD", "IOD"];

    private static readonly HashSet<string> _crystallographicMethods =
        ["X-RAY DIFFRACTION", "NEUTRON DIFFRACTION", "ELECTRON CRYSTALLOGRAPHY", "POWDER CRYSTALLOGRAPHY", "FIBER DIFFRACTION"];

    /// <summary>Atoms that no copy of a ligand component resolves go.</summary>
    public static List<AssemblyAtom> RemoveAbsentAtoms(List<AssemblyAtom> atoms)
    {
        var seen = atoms.Where(atom => atom is { Position: null, IsResolved: true }).Select(atom => (atom.Component, atom.Name)).ToHashSet();
        return atoms.Keep(atom => atom.Position is not null || seen.Contains((atom.Component, atom.Name)));
    }

    /// <summary>
    /// Where a ligand is bonded to another residue, the unresolved groups on the bonded atom go, whether the dictionary says that they leave or not.
    /// </summary>
    public static List<AssemblyAtom> RemoveUnresolvedLeavingAtoms(List<AssemblyAtom> atoms)
    {
        var (cut, removed) = (new HashSet<AssemblyAtom>(), new HashSet<AssemblyAtom>());
        foreach (var centre in atoms.Where(atom => atom.Position is null && atom.Bonds.Keys.Any(other => !SameNumber(atom, other))))
        {
            var neighbours = centre.Bonds.Keys.Where(other => !cut.Contains(other)).ToList();
            cut.Add(centre);
            if (neighbours.Count(other => other.IsResolved) == 1) continue;
            foreach (var neighbour in neighbours.Where(other => !other.IsResolved))
            {
                var group = Connected(neighbour, cut);
                if (group.All(atom => !atom.IsResolved && SameNumber(atom, centre))) removed.UnionWith(group);
            }
        }
        return atoms.Keep(atom => !removed.Contains(atom));
    }

    /// <summary>Crystallisation aids go where the structure is of a crystal, unless they are part of a polymer.</summary>
    public static List<AssemblyAtom> RemoveCrystallisationAids(List<AssemblyAtom> atoms, PolymerSequences polymers, IEnumerable<string> methods) =>
        methods.Any(_crystallographicMethods.Contains)
            ? atoms.Keep(atom => polymers.Contains(atom.Entity) || !_crystallisationAids.Contains(atom.Component))
            : atoms;

    /// <summary>
    /// Bonds between chains that not all symmetric copies have go, disulfides included: the network is not told of them and has to find them by itself.
    /// </summary>
    public static void RemoveAsymmetricBonds(List<AssemblyAtom> atoms, PolymerSequences polymers)
    {
        var order = atoms.Select((atom, index) => (atom, index)).ToDictionary(pair => pair.atom, pair => pair.index);
        var bonds = atoms.SelectMany(atom => atom.Bonds.Keys.Where(other => order[other] > order[atom]).Select(other => (First: atom, Second: other)))
            .Where(bond => bond.First.Chain != bond.Second.Chain && (polymers.Contains(bond.First.Entity) || polymers.Contains(bond.Second.Entity))).ToList();
        var chainsOfPair = new Dictionary<(string, string, string), HashSet<string>>();
        var chainsOfSite = new Dictionary<(string, int, string, string, string), HashSet<string>>();
        foreach (var (first, second) in bonds)
        {
            Add(chainsOfPair, Pair(first, second), first.Chain);
            Add(chainsOfPair, Pair(second, first), second.Chain);
            Add(chainsOfSite, Site(first, second), second.Chain);
            Add(chainsOfSite, Site(second, first), first.Chain);
        }
        foreach (var (first, second) in bonds)
        {
            int copies = Math.Min(chainsOfPair[Pair(first, second)].Count, chainsOfPair[Pair(second, first)].Count);
            var (polymer, other) = polymers.Contains(first.Entity) ? (first, second) : (second, first);
            if (chainsOfSite[Site(polymer, other)].Count != copies) AssemblyAtom.Unbond(first, second);
        }

        static (string, string, string) Pair(AssemblyAtom own, AssemblyAtom other) => string.CompareOrdinal(own.Entity, other.Entity) <= 0
            ? (own.Entity, other.Entity, own.Entity) : (other.Entity, own.Entity, own.Entity);

        static (string, int, string, string, string) Site(AssemblyAtom site, AssemblyAtom other) =>
            (site.Entity, site.Residue, site.Component, site.Name, other.Entity);

        static void Add<TKey>(Dictionary<TKey, HashSet<string>> sets, TKey key, string chain) where TKey : notnull
        {
            if (!sets.TryGetValue(key, out var set)) sets.Add(key, set = []);
            set.Add(chain);
        }
    }

    private static bool SameNumber(AssemblyAtom first, AssemblyAtom second) => first.Residue == second.Residue && first.Chain == second.Chain;

    private static HashSet<AssemblyAtom> Connected(AssemblyAtom from, HashSet<AssemblyAtom> cut)
    {
        var seen = new HashSet<AssemblyAtom> { from };
        if (cut.Contains(from)) return seen;
        var open = new Stack<AssemblyAtom>([from]);
        while (open.TryPop(out var atom))
            foreach (var next in atom.Bonds.Keys)
                if (!cut.Contains(next) && seen.Add(next)) open.Push(next);
        return seen;
    }
}
