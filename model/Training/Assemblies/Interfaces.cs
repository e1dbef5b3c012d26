namespace Foldline.Training.Assemblies;

/// <summary>Finds which chains touch, and keeps those that hang together.</summary>
internal static class Interfaces
{
    private const float Radius = 5;

    /// <summary>The touching pairs, by the names of their chains in text order.</summary>
    public static List<AssemblyInterface> Find(IReadOnlyList<AssemblyAtom> atoms)
    {
        var resolved = atoms.Where(atom => atom.IsResolved).ToList();
        var grid = new CellGrid(resolved.ConvertAll(atom => atom.Where), Radius);
        var entity = resolved.DistinctBy(atom => atom.Chain).ToDictionary(atom => atom.Chain, atom => atom.Entity);
        var (pairs, seen) = (new List<AssemblyInterface>(), new HashSet<(string, string)>());
        foreach (var chain in resolved.GroupBy(atom => atom.Chain).OrderBy(chain => chain.Key, StringComparer.Ordinal))
        {
            var touching = chain.SelectMany(atom => grid.Near(atom.Where)).Select(other => resolved[other].Chain).Where(other => other != chain.Key).Distinct();
            foreach (var other in touching.Order(StringComparer.Ordinal))
            {
                if (seen.Contains((other, chain.Key))) continue;
                seen.Add((chain.Key, other));
                bool inOrder = string.CompareOrdinal(entity[chain.Key], entity[other]) <= 0;
                pairs.Add(inOrder ? new AssemblyInterface(chain.Key, other) : new AssemblyInterface(other, chain.Key));
            }
        }
        return pairs;
    }

    /// <summary>The chains of the largest group that hangs together; without any interface the chain with the most resolved atoms.</summary>
    public static HashSet<string> LargestGroup(IReadOnlyList<AssemblyAtom> atoms, IReadOnlyList<AssemblyInterface> pairs)
    {
        if (pairs.Count == 0)
            return [atoms.GroupBy(atom => atom.Chain).OrderBy(chain => chain.Key, StringComparer.Ordinal)
                .MaxBy(chain => chain.Count(atom => atom.IsResolved))!.Key];
        var next = pairs.SelectMany(pair => new[] { (pair.First, pair.Second), (pair.Second, pair.First) }).ToLookup(pair => pair.Item1, pair => pair.Item2);
        var (largest, seen) = (new HashSet<string>(), new HashSet<string>());
        foreach (var chain in pairs.SelectMany(pair => new[] { pair.First, pair.Second }))
        {
            if (seen.Contains(chain)) continue;
            var (group, open) = (new HashSet<string> { chain }, new Stack<string>([chain]));
            while (open.TryPop(out var here))
                foreach (var other in next[here])
                    if (group.Add(other)) open.Push(other);
            seen.UnionWith(group);
            if (group.Count > largest.Count) largest = group;
        }
        return largest;
    }
}
