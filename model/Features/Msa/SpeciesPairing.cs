namespace Foldline.Features.Msa;

/// <summary>
/// Pairs alignment rows of different chains by species (AlphaFold-Multimer; rules as in Protenix): blocks of species that more chains have come first,
/// and inside a block rows that rank higher in their chains. Copies of an entity count as chains of their own.
/// </summary>
/// <remarks>
/// All sorts are stable. The original groups rows with an unstable sort, so with more than 16 rows it may take other rows of a species than the first ones, and
/// its order of rows of equal rank depends on the processor; its result with stable sorts is what this gives.
/// </remarks>
internal static class SpeciesPairing
{
    /// <summary>A chain that has no row of the species.</summary>
    public const int NoRow = -1;

    /// <summary>The rows taken together: [paired row][chain] = row of the chain's alignment, or <see cref="NoRow"/>. The queries come first.</summary>
    /// <param name="speciesOfRow">Per chain the species of each row, empty where unknown.</param>
    /// <param name="maxRows">The most rows to return, the queries included.</param>
    /// <param name="maxRowsPerSpecies">The most rows of one species.</param>
    public static List<int[]> Pair(IReadOnlyList<IReadOnlyList<string>> speciesOfRow, int maxRows, int maxRowsPerSpecies)
    {
        var rowsOfSpecies = speciesOfRow.Select(Group).ToList();
        var paired = new List<int[]> { new int[speciesOfRow.Count] };
        int collected = 0;
        var blocks = Shared(rowsOfSpecies).GroupBy(species => rowsOfSpecies.Count(rows => rows.ContainsKey(species)));
        foreach (var block in blocks.OrderByDescending(block => block.Key))
        {
            var rows = block.SelectMany(species => Align(species, rowsOfSpecies, maxRowsPerSpecies)).ToList();
            paired.AddRange(rows.OrderBy(Rank));
            collected += rows.Count;
            if (collected >= maxRows) break;
        }
        if (paired.Count > maxRows) paired.RemoveRange(maxRows, paired.Count - maxRows);
        return paired;
    }

    /// <summary>The rows of each species in alignment order; nothing for a chain that has only its query, of no species.</summary>
    private static Dictionary<string, List<int>> Group(IReadOnlyList<string> speciesOfRow)
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        if (speciesOfRow is [""]) return groups;
        for (int row = 0; row < speciesOfRow.Count; row++)
        {
            if (!groups.TryGetValue(speciesOfRow[row], out var rows)) groups[speciesOfRow[row]] = rows = [];
            rows.Add(row);
        }
        return groups;
    }

    /// <summary>The named species that at least two chains have: chain by chain those not met before, sorted.</summary>
    private static IEnumerable<string> Shared(List<Dictionary<string, List<int>>> rowsOfSpecies)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return rowsOfSpecies.SelectMany(rows => rows.Keys.Order(StringComparer.Ordinal))
            .Where(species => species.Length > 0 && seen.Add(species) && rowsOfSpecies.Count(rows => rows.ContainsKey(species)) > 1);
    }

    private static IEnumerable<int[]> Align(string species, List<Dictionary<string, List<int>>> rowsOfSpecies, int most)
    {
        int depth = rowsOfSpecies.Where(rows => rows.ContainsKey(species)).Min(rows => Math.Min(most, rows[species].Count));
        for (int i = 0; i < depth; i++)
            yield return [.. rowsOfSpecies.Select(rows => rows.TryGetValue(species, out var own) ? own[i] : NoRow)];
    }

    /// <summary>The sum of the logarithms of the row numbers, in singles as the original has it; a missing row counts as row 1.</summary>
    private static float Rank(int[] rows)
    {
        float rank = 0;
        foreach (int row in rows) rank += MathF.Log(Math.Abs(row) + 1e-10f);
        return rank;
    }
}
