namespace Foldline.Training.Assemblies;

/// <summary>
/// Finds the chains to take out so that none has more than 30 % of its token centres within 1.6 Å of another chain (AF3 supplement 2.5.4, with Protenix's
/// radius). One goes at a time: copies before chains of the file, then low occupancy, later alternatives, more clashes, fewer tokens, later names.
/// </summary>
internal static class ClashingChains
{
    private const float Radius = 1.6f;
    private const double MostClashes = 0.3;

    /// <param name="centres">The resolved token centres.</param>
    public static HashSet<string> Find(IReadOnlyList<AssemblyAtom> centres)
    {
        var removed = new HashSet<string>(StringComparer.Ordinal);
        var grid = new CellGrid([.. centres.Select(atom => atom.Where)], Radius);
        var clashes = centres.Select(atom => grid.Near(atom.Where).Select(other => centres[other])
            .Where(other => other.Chain != atom.Chain && !atom.Bonds.ContainsKey(other)).Select(other => other.Chain).ToHashSet()).ToList();
        var chains = Enumerable.Range(0, centres.Count).GroupBy(i => centres[i].Chain).Select(group => new Chain(
            group.Key,
            group.Key.Contains('.') ? 0 : 1,
            group.Average(i => (double)centres[i].Occupancy),
            group.Min(i => centres[i].Alternative, StringComparer.Ordinal)!,
            [.. group])).OrderBy(chain => chain.Name, StringComparer.Ordinal).ToList();
        while (true)
        {
            var worst = chains.Where(chain => !removed.Contains(chain.Name)).Select(chain => (Chain: chain, Ratio: Ratio(chain)))
                .Where(item => item.Ratio > MostClashes)
                .OrderBy(item => item.Chain.InFile).ThenBy(item => item.Chain.Occupancy)
                .ThenByDescending(item => item.Chain.Alternative, StringComparer.Ordinal).ThenByDescending(item => item.Ratio)
                .ThenBy(item => item.Chain.Centres.Length).ThenByDescending(item => item.Chain.Name, StringComparer.Ordinal)
                .FirstOrDefault();
            if (worst.Chain is null) return removed;
            removed.Add(worst.Chain.Name);
        }

        double Ratio(Chain chain) => chain.Centres.Count(i => clashes[i].Any(other => !removed.Contains(other))) / (double)chain.Centres.Length;
    }

    private sealed record Chain(string Name, int InFile, double Occupancy, string Alternative, int[] Centres);

    private static string? Min(this IGrouping<string, int> group, Func<int, string> text, StringComparer comparer) => group.Select(text).Min(comparer);
}
