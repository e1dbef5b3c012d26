using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence;

/// <summary>Which artifacts the state refers to.</summary>
public abstract partial class RunStore
{
    private const int HashLength = 64;

    /// <summary>
    /// Every hash that the rows of runs, campaigns and schedules name: whatever looks like one counts, so that nothing is missed. The order of reading is that in which
    /// references travel, from schedules to targets to what they make; one that moves meanwhile is met at one of its two places.
    /// </summary>
    /// <returns>The first half of each hash; two artifacts that agree in it are both kept.</returns>
    public async Task<HashSet<UInt128>> ReferencesAsync(CancellationToken cancellationToken)
    {
        var found = new HashSet<UInt128>();
        await using var state = Open();
        await CollectAsync(state.Schedules.Select(row => row.Plan), found, cancellationToken);
        await CollectAsync(state.Campaigns.Select(row => row.Inputs), found, cancellationToken);
        await CollectAsync(state.Runs.Select(row => row.Definition), found, cancellationToken);
        await CollectAsync(state.Instances.Select(row => row.Inputs + " " + (row.Snapshot ?? "") + " " + (row.Outputs ?? "")), found, cancellationToken);
        await CollectAsync(state.Executions.Select(row => (row.Inputs ?? "") + " " + (row.Outputs ?? "")), found, cancellationToken);
        return found;
    }

    /// <summary>
    /// Forgets searches that were made for campaigns that are gone, before a time, and whose results nothing refers to; adds the results of all others to the references.
    /// </summary>
    /// <param name="references">What else is referred to.</param>
    /// <param name="before">Searches made later stay.</param>
    /// <param name="forget">Whether they are forgotten, or only told.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The results of what was forgotten. They are to be kept a while longer: who found them a moment ago refers to them soon.</returns>
    public async Task<IReadOnlyList<string>> ForgetUnusedUnitsAsync(HashSet<UInt128> references, DateTimeOffset before, bool forget, CancellationToken cancellationToken)
    {
        var (limit, orphans, results) = (Ms(before), new List<string>(), new List<string>());
        await using (var state = Open())
        {
            var units = state.Units.Select(row => new { row.Key, row.Result, Alive = state.Runs.Any(run => run.Id == row.RunId) || row.CreatedAt > limit });
            await foreach (var unit in units.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                var hashes = Hashes(unit.Result).ToList();
                if (unit.Alive || hashes.Exists(hash => references.Contains(Half(hash)))) continue;
                orphans.Add(unit.Key);
                results.AddRange(hashes);
            }
        }
        if (forget)
            foreach (var some in orphans.Chunk(200))
                await WriteAsync(async state =>
                {
                    await state.UnitArtifacts.Where(row => some.Contains(row.Key)).ExecuteDeleteAsync(cancellationToken);
                    await state.UnitAttempts.Where(row => some.Contains(row.Key) && row.EndedAt != null).ExecuteDeleteAsync(cancellationToken);
                    return await state.Units.Where(row => some.Contains(row.Key)).ExecuteDeleteAsync(cancellationToken);
                }, cancellationToken);
        // Read once more, as the last: who copied a result into its own rows since left the unit where it was.
        var gone = orphans.ToHashSet(StringComparer.Ordinal);
        await using (var state = Open())
            await foreach (var unit in state.Units.Select(row => new { row.Key, row.Result }).AsAsyncEnumerable().WithCancellation(cancellationToken))
                if (forget || !gone.Contains(unit.Key)) references.UnionWith(Hashes(unit.Result).Select(Half));
        return results;
    }

    /// <summary>A hash as <see cref="ReferencesAsync"/> keeps it.</summary>
    public static UInt128 Half(string sha256) => UInt128.Parse(sha256.AsSpan(0, HashLength / 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static async Task CollectAsync(IQueryable<string> texts, HashSet<UInt128> found, CancellationToken cancellationToken)
    {
        await foreach (var text in texts.AsAsyncEnumerable().WithCancellation(cancellationToken))
            foreach (var hash in Hashes(text)) found.Add(Half(hash));
    }

    private static IEnumerable<string> Hashes(string text)
    {
        for (int i = 0, begin = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiHexDigitLower(text[i])) continue;
            if (i - begin == HashLength) yield return text[begin..i];
            begin = i + 1;
        }
    }
}
