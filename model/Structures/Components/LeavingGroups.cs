using System.Collections.Immutable;

namespace Foldline.Structures.Components;

/// <summary>Finds which atoms leave a component when one of its staying atoms is linked.</summary>
internal static class LeavingGroups
{
    /// <summary>For each staying atom the connected groups of leaving atoms on it, in bond order; empty where a group touches two staying atoms.</summary>
    public static ImmutableDictionary<int, ImmutableArray<ImmutableArray<int>>> Find(ChemicalComponent component)
    {
        var neighbours = component.Atoms.Select(_ => new List<int>()).ToArray();
        foreach (var bond in component.Bonds)
        {
            neighbours[bond.First].Add(bond.Second);
            neighbours[bond.Second].Add(bond.First);
        }
        var groups = new Dictionary<int, List<ImmutableArray<int>>>();
        for (int centre = 0; centre < component.Atoms.Length; centre++)
        {
            if (component.Atoms[centre].Leaving) continue;
            foreach (int first in neighbours[centre])
            {
                if (!component.Atoms[first].Leaving) continue;
                if (Group(component, neighbours, first, centre) is not { } group) return ImmutableDictionary<int, ImmutableArray<ImmutableArray<int>>>.Empty;
                if (!groups.TryGetValue(centre, out var list)) groups[centre] = list = [];
                list.Add(group);
            }
        }
        return groups.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray());
    }

    private static ImmutableArray<int>? Group(ChemicalComponent component, List<int>[] neighbours, int first, int centre)
    {
        var seen = new SortedSet<int> { first };
        var open = new Stack<int>([first]);
        while (open.TryPop(out int atom))
        {
            foreach (int next in neighbours[atom])
            {
                if (next == centre) continue;
                if (!component.Atoms[next].Leaving) return null;
                if (seen.Add(next)) open.Push(next);
            }
        }
        return [.. seen];
    }
}
