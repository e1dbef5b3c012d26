using System.Collections.Immutable;
using Foldline.Structures.Components;

namespace Foldline.Training.Permutation;

/// <summary>
/// The permutations of a component's atoms under which it stays the same molecule: bonds go to bonds of the same order, elements to the same element, and
/// stereocentres keep their hand. Protonation is not told apart, and the terminal oxygens or nitrogens that share a double bond (carboxylates, phosphates,
/// guanidinium) are interchangeable, as in Protenix, which finds them with RDKit.
/// </summary>
internal sealed class ComponentSymmetry
{
    private const int MostPermutations = 1000;
    private const int Aromatic = 4;

    private readonly ChemicalComponent _component;
    private readonly List<(int Atom, int Order)>[] _neighbours;
    private readonly int[] _class;

    private ComponentSymmetry(ChemicalComponent component)
    {
        _component = component;
        _neighbours = [.. component.Atoms.Select(_ => new List<(int, int)>())];
        foreach (var bond in component.Bonds)
        {
            int order = bond.Aromatic ? Aromatic : (int)bond.Order;
            _neighbours[bond.First].Add((bond.Second, order));
            _neighbours[bond.Second].Add((bond.First, order));
        }
        _class = Classes();
    }

    /// <summary>The permutations, the identity among them: for each atom the atom that may stand in its place. At most 1000.</summary>
    public static ImmutableArray<ImmutableArray<int>> Of(ChemicalComponent component)
    {
        var symmetry = new ComponentSymmetry(component);
        var found = new List<int[]>();
        symmetry.Search(found);
        return [.. symmetry.WithTerminalGroups(found).Select(permutation => permutation.ToImmutableArray())];
    }

    /// <summary>Atoms that no property of their surroundings tells apart, by refinement from elements and bonds.</summary>
    private int[] Classes()
    {
        var classes = Ranks(_component.Atoms.Select(atom => atom.Element));
        for (int count = 0; classes.Distinct().Count() is var now && now > count;)
        {
            count = now;
            classes = Ranks(Enumerable.Range(0, classes.Length).Select(atom => classes[atom] + ":" + string.Join(',', _neighbours[atom]
                .Select(next => $"{next.Order}-{classes[next.Atom]}").Order(StringComparer.Ordinal))));
        }
        return classes;

        static int[] Ranks(IEnumerable<string> keys)
        {
            var list = keys.ToList();
            var rank = list.Distinct().Order(StringComparer.Ordinal).Select((key, index) => (key, index)).ToDictionary(pair => pair.key, pair => pair.index);
            return [.. list.Select(key => rank[key])];
        }
    }

    /// <summary>All ways to lay the molecule on itself, atom by atom along its bonds.</summary>
    private void Search(List<int[]> found)
    {
        int n = _component.Atoms.Length;
        var order = new List<int>(n);
        for (int start = 0; start < n; start++)
            if (!order.Contains(start)) Follow(start, order);
        var image = new int[n];
        Array.Fill(image, -1);
        Place(0, order, image, new bool[n], found);
    }

    private void Follow(int start, List<int> order)
    {
        order.Add(start);
        for (int i = order.Count - 1; i < order.Count; i++)
            foreach (var (next, _) in _neighbours[order[i]])
                if (!order.Contains(next)) order.Add(next);
    }

    private void Place(int depth, List<int> order, int[] image, bool[] taken, List<int[]> found)
    {
        if (found.Count >= MostPermutations) return;
        if (depth == order.Count)
        {
            if (KeepsHands(image)) found.Add([.. image]);
            return;
        }
        int atom = order[depth];
        for (int target = 0; target < image.Length; target++)
        {
            if (taken[target] || _class[target] != _class[atom]) continue;
            if (!_neighbours[atom].TrueForAll(next => image[next.Atom] < 0 || _neighbours[target].Contains((image[next.Atom], next.Order)))) continue;
            (image[atom], taken[target]) = (target, true);
            Place(depth + 1, order, image, taken, found);
            (image[atom], taken[target]) = (-1, false);
        }
    }

    /// <summary>Whether every atom whose neighbours all differ goes to an atom of the same hand, as the component's coordinates show it.</summary>
    private bool KeepsHands(int[] image)
    {
        for (int atom = 0; atom < image.Length; atom++)
        {
            var around = _neighbours[atom];
            if (image[atom] == atom || around.Count < 3 || around.Exists(next => next.Order != 1)) continue;
            if (around.Select(next => _class[next.Atom]).Distinct().Count() < around.Count) continue;
            int[] corners = [.. around.Take(3).Select(next => next.Atom)];
            float here = Volume(atom, corners), there = Volume(image[atom], Array.ConvertAll(corners, corner => image[corner]));
            if (here * there < 0) return false;
        }
        return true;
    }

    private float Volume(int centre, int[] corners)
    {
        var at = Array.ConvertAll(corners, corner => Where(corner) - Where(centre));
        return System.Numerics.Vector3.Dot(at[0], System.Numerics.Vector3.Cross(at[1], at[2]));
    }

    private System.Numerics.Vector3 Where(int atom) => (_component.Atoms[atom].Conformer ?? _component.Atoms[atom].Ideal).GetValueOrDefault();

    /// <summary>Each permutation combined with all orders of the atoms of each terminal group.</summary>
    private List<int[]> WithTerminalGroups(List<int[]> permutations)
    {
        int most = Math.Max(1, (int)Math.Ceiling(Math.Log((double)MostPermutations / permutations.Count, 3)));
        foreach (int[] group in TerminalGroups().Take(most))
        {
            var orders = Orders(group);
            permutations = [.. permutations.SelectMany(permutation => orders.Select(order => Reordered(permutation, order)))];
        }
        var distinct = new HashSet<string>();
        return [.. permutations.Where(permutation => distinct.Add(string.Join(' ', permutation))).Take(MostPermutations)];
    }

    /// <summary>The end atoms O and N of equal element around an atom that binds at least one by a single and one by a double bond.</summary>
    private IEnumerable<int[]> TerminalGroups()
    {
        for (int centre = 0; centre < _neighbours.Length; centre++)
        {
            var ends = _neighbours[centre].Where(next => _component.Atoms[next.Atom].Element is "O" or "N" && _neighbours[next.Atom].Count == 1).ToList();
            if (!ends.Exists(end => end.Order == 1) || !ends.Exists(end => end.Order == 2)) continue;
            foreach (var equal in ends.Where(end => end.Order is 1 or 2).GroupBy(end => _component.Atoms[end.Atom].Element))
                if (equal.Count() > 1) yield return [.. equal.Select(end => end.Atom).Order()];
        }
    }

    /// <summary>Puts the atoms of a group into another order wherever the permutation has them.</summary>
    private static int[] Reordered(int[] permutation, int[] order)
    {
        var result = (int[])permutation.Clone();
        int next = 0;
        for (int i = 0; i < result.Length; i++)
            if (order.Contains(permutation[i])) result[i] = order[next++];
        return result;
    }

    private static List<int[]> Orders(int[] group) => group.Length == 1
        ? [group]
        : [.. group.SelectMany(first => Orders([.. group.Where(atom => atom != first)]).Select(rest => (int[])[first, .. rest]))];
}
