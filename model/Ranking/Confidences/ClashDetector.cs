using Foldline.Ranking.Comparison;

namespace Foldline.Ranking.Confidences;

/// <summary>Overlap of polymer chains, by Protenix's rule.</summary>
internal static class ClashDetector
{
    private const int MostPairs = 100;
    private const double LargestFraction = 0.5;

    /// <summary>Whether any two polymer chains have more than 100 atom pairs closer than <paramref name="distance"/> Å, or more than half the atoms of the
    /// smaller one.</summary>
    public static bool HasClash(float[] coordinates, ChainGrouping chains, float distance)
    {
        if (chains.IsPolymer.Count(polymer => polymer) < 2) return false;
        var pairs = new int[chains.Chains * chains.Chains];
        var grid = new NeighbourGrid(coordinates, distance);
        grid.ForEachPair((first, second, _) =>
        {
            var (a, b) = (chains.ChainOfAtom[first], chains.ChainOfAtom[second]);
            if (a != b && chains.IsPolymer[a] && chains.IsPolymer[b]) pairs[Math.Min(a, b) * chains.Chains + Math.Max(a, b)]++;
        });
        for (int first = 0; first < chains.Chains; first++)
            for (int second = first + 1; second < chains.Chains; second++)
            {
                int count = pairs[first * chains.Chains + second];
                int smaller = Math.Min(chains.Atoms[first].Count, chains.Atoms[second].Count);
                if (count > MostPairs || count > LargestFraction * smaller) return true;
            }
        return false;
    }
}
