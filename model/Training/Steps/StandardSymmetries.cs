using System.Collections.Immutable;
using Foldline.Structures.Predictions;
using Foldline.Training.Permutation;

namespace Foldline.Training.Steps;

/// <summary>The interchangeable atoms of standard amino acids: names that chemistry does not tell apart.</summary>
public static class StandardSymmetries
{
    private static readonly Dictionary<string, (string, string)[]> Swaps = new(StringComparer.Ordinal)
    {
        ["ARG"] = [("NH1", "NH2")],
        ["ASP"] = [("OD1", "OD2")],
        ["GLU"] = [("OE1", "OE2")],
        ["PHE"] = [("CD1", "CD2"), ("CE1", "CE2")],
        ["TYR"] = [("CD1", "CD2"), ("CE1", "CE2")],
    };

    /// <summary>The symmetries of all residues of a layout that have any.</summary>
    public static IReadOnlyList<ResidueSymmetry> Of(AtomLayout layout)
    {
        var found = new List<ResidueSymmetry>();
        for (int first = 0, end; first < layout.Atoms; first = end)
        {
            end = first + 1;
            while (end < layout.Atoms && SameResidue(layout, first, end)) end++;
            if (Permutations(layout, first, end) is { Length: > 0 } permutations) found.Add(new ResidueSymmetry(first, permutations));
        }
        return found;
    }

    private static bool SameResidue(AtomLayout layout, int a, int b) =>
        layout.ResidueNumber[a] == layout.ResidueNumber[b] && layout.ChainOfToken[layout.TokenOfAtom[a]] == layout.ChainOfToken[layout.TokenOfAtom[b]];

    private static ImmutableArray<ImmutableArray<int>> Permutations(AtomLayout layout, int first, int end)
    {
        var generators = new List<(string, string)[]>();
        if (Swaps.TryGetValue(layout.ResidueName[first], out var swaps)) generators.Add(swaps);
        if (Place(layout, first, end, "OXT") >= 0) generators.Add([("O", "OXT")]);
        List<ImmutableArray<int>> all = [[.. Enumerable.Range(0, end - first)]];
        foreach (var generator in generators)
            all.AddRange([.. all.Select(order => Swapped(layout, first, end, order, generator))]);
        return [.. all.Skip(1)];
    }

    private static ImmutableArray<int> Swapped(AtomLayout layout, int first, int end, ImmutableArray<int> order, (string, string)[] swaps)
    {
        foreach (var (a, b) in swaps)
        {
            var (i, j) = (Place(layout, first, end, a), Place(layout, first, end, b));
            if (i >= 0 && j >= 0) order = order.SetItem(i, order[j]).SetItem(j, order[i]);
        }
        return order;
    }

    private static int Place(AtomLayout layout, int first, int end, string name)
    {
        for (var atom = first; atom < end; atom++)
            if (layout.AtomName[atom] == name) return atom - first;
        return -1;
    }
}
