using System.Collections.Immutable;
using System.Numerics;
using Foldline.Structures.Geometry;
using Foldline.Training.Data;

namespace Foldline.Training.Permutation;

/// <summary>Matches predicted molecules with true ones by their token centres.</summary>
internal sealed class MoleculeMatcher
{
    /// <summary>The fewest tokens that a superposition can rest on.</summary>
    private const int AnchorTokens = 4;

    /// <summary>The fewest tokens a polymer has over its copies to be preferred as anchor.</summary>
    private const int PolymerTokens = 12;

    private readonly SortedDictionary<int, Molecule> _predicted;
    private readonly SortedDictionary<int, Molecule> _true;

    public MoleculeMatcher(
        MoleculeAtoms prediction, ReadOnlySpan<float> predicted, MoleculeAtoms truth, ReadOnlySpan<float> coordinate, ReadOnlySpan<bool> resolved)
    {
        _predicted = Centres(prediction, predicted, default);
        _true = Centres(truth, coordinate, resolved);
    }

    /// <summary>
    /// The least ambiguous predicted molecule: a polymer of some size if there is one, with the fewest copies in the truth, then the longest, then one at
    /// random; <c>null</c> where none is large enough.
    /// </summary>
    public int? FindAnchor(IDraws draws)
    {
        var copies = _true.Values.GroupBy(molecule => molecule.Entity).ToDictionary(group => group.Key, group => group.ToList());
        var candidates = _predicted.Where(pair => pair.Value.Count >= AnchorTokens)
            .Where(pair => copies[pair.Value.Entity].Any(copy => copy.Known >= AnchorTokens)).ToList();
        if (candidates.Count == 0) return null;
        var polymers = _predicted.Values.GroupBy(molecule => molecule.Entity)
            .Where(group => group.Sum(molecule => molecule.Count) is >= PolymerTokens and var tokens && 2 * group.Sum(molecule => molecule.Ligands) <= tokens)
            .Select(group => group.Key).ToHashSet();
        if (candidates.Any(pair => polymers.Contains(pair.Value.Entity))) candidates.RemoveAll(pair => !polymers.Contains(pair.Value.Entity));
        int fewest = candidates.Min(pair => copies[pair.Value.Entity].Count);
        candidates.RemoveAll(pair => copies[pair.Value.Entity].Count > fewest);
        int longest = candidates.Max(pair => pair.Value.Count);
        candidates.RemoveAll(pair => pair.Value.Count < longest);
        return candidates[candidates.Count == 1 ? 0 : draws.Integer(0, candidates.Count)].Key;
    }

    /// <summary>The assignment with the least mean deviation over the anchor's copies; <c>null</c> where no copy is resolved.</summary>
    public ImmutableSortedDictionary<int, int>? Match(int anchor)
    {
        ImmutableSortedDictionary<int, int>? best = null;
        double least = double.PositiveInfinity;
        foreach (var (copy, _) in _true.Where(pair => pair.Value.Entity == _predicted[anchor].Entity))
        {
            if (Align(_predicted[anchor], _true[copy]) is not { } motion) continue;
            var moved = _true.ToDictionary(pair => pair.Key, pair => pair.Value.Moved(motion));
            var match = Greedy(anchor, copy, moved);
            double deviation = match.Average(pair => Deviation(_predicted[pair.Key], moved[pair.Value]));
            if (deviation < least) (best, least) = (match, deviation);
        }
        return best;
    }

    private ImmutableSortedDictionary<int, int> Greedy(int anchor, int copy, Dictionary<int, Molecule> moved)
    {
        var match = ImmutableSortedDictionary.CreateBuilder<int, int>();
        match.Add(anchor, copy);
        var free = _true.Keys.Where(molecule => molecule != copy).ToList();
        foreach (var (molecule, points) in _predicted.Where(pair => pair.Key != anchor).OrderByDescending(pair => pair.Value.Count))
        {
            // MinBy keeps the first of equals, and the first of all where none is resolved.
            int nearest = free.Where(other => moved[other].Entity == points.Entity).MinBy(other => CentreDistance(points, moved[other]));
            match.Add(molecule, nearest);
            free.Remove(nearest);
        }
        return match.ToImmutable();
    }

    private static RigidTransform? Align(Molecule predicted, Molecule truth)
    {
        var (from, to) = (new List<float>(), new List<float>());
        foreach (var (here, there) in predicted.Shared(truth))
        {
            from.AddRange([there.X, there.Y, there.Z]);
            to.AddRange([here.X, here.Y, here.Z]);
        }
        return from.Count == 0 ? null : Superposition.Align(from.ToArray(), to.ToArray());
    }

    private static float CentreDistance(Molecule predicted, Molecule truth)
    {
        var (here, there, count) = (Vector3.Zero, Vector3.Zero, 0);
        foreach (var pair in predicted.Shared(truth)) (here, there, count) = (here + pair.Predicted, there + pair.True, count + 1);
        return count == 0 ? float.PositiveInfinity : Vector3.Distance(here / count, there / count);
    }

    private static double Deviation(Molecule predicted, Molecule truth)
    {
        var squares = predicted.Shared(truth).Select(pair => (double)Vector3.DistanceSquared(pair.Predicted, pair.True)).ToList();
        return squares.Count == 0 ? 0 : Math.Sqrt(squares.Average());
    }

    private static SortedDictionary<int, Molecule> Centres(MoleculeAtoms atoms, ReadOnlySpan<float> coordinate, ReadOnlySpan<bool> resolved)
    {
        var molecules = new SortedDictionary<int, Molecule>();
        for (int atom = 0; atom < atoms.Count; atom++)
        {
            if (!atoms.Centre[atom]) continue;
            if (!molecules.TryGetValue(atoms.Molecule[atom], out var molecule))
                molecules.Add(atoms.Molecule[atom], molecule = new Molecule(atoms.Entity[atom]));
            molecule.Add(atoms.Place[atom], new Vector3(coordinate.Slice(3 * atom, 3)), resolved.IsEmpty || resolved[atom], atoms.IsLigand[atom]);
        }
        return molecules;
    }

    /// <summary>The token centres of a molecule by their places.</summary>
    private sealed class Molecule(int entity)
    {
        private readonly SortedDictionary<int, Vector3> _points = [];

        public int Entity => entity;

        public int Count { get; private set; }

        public int Ligands { get; private set; }

        public int Known => _points.Count;

        public void Add(int place, Vector3 point, bool known, bool ligand)
        {
            Count++;
            if (ligand) Ligands++;
            if (known) _points.Add(place, point);
        }

        public Molecule Moved(RigidTransform motion)
        {
            var moved = new Molecule(entity) { Count = Count, Ligands = Ligands };
            foreach (var (place, point) in _points) moved._points.Add(place, new Vector3(motion.Apply([point.X, point.Y, point.Z])));
            return moved;
        }

        public IEnumerable<(Vector3 Predicted, Vector3 True)> Shared(Molecule truth)
        {
            foreach (var (place, point) in _points)
                if (truth._points.TryGetValue(place, out var other)) yield return (point, other);
        }
    }
}
