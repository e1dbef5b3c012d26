using System.Globalization;
using System.Text.Json;
using Foldline.Sequences;

namespace Foldline.Cli.Evaluation;

/// <summary>The structures in the output folder of <c>foldline run</c>, as files tell of them.</summary>
/// <param name="folder">The output folder.</param>
public sealed class FoldedRun(string folder)
{
    /// <summary>Compares every sample with the structure of its target's name; targets without one are left out.</summary>
    /// <param name="truth">The folder of experimental structures.</param>
    /// <param name="cancellationToken">Looked at between samples.</param>
    /// <exception cref="InputException">The folder is no output of a run, or a structure cannot be read.</exception>
    public IEnumerable<SampleQuality> Compare(string truth, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(folder)) throw new InputException($"{folder} does not exist; give the output folder of a run.");
        var steps = Steps();
        foreach (var target in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(target);
            if (KnownStructure.Find(truth, name) is not { } known) continue;
            foreach (var sample in Directory.EnumerateDirectories(target, "seed-*_sample-*").Order(StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var stem = Path.Combine(sample, $"{name}_{Path.GetFileName(sample)}");
                using var summary = JsonDocument.Parse(File.ReadAllBytes($"{stem}_summary_confidences.json"));
                var (lddt, atoms) = known.Compare($"{stem}_model.cif");
                double Number(string key) => summary.RootElement.GetProperty(key).GetDouble();
                yield return new SampleQuality(
                    folder, name, (long)Number("seed"), (int)Number("sample"), Number("ranking_score"), Number("plddt"), lddt, atoms, steps);
            }
        }
    }

    /// <summary>The best of each seed's samples, by the run's own ranking.</summary>
    public static IReadOnlyList<SampleQuality> BestOfSeeds(IEnumerable<SampleQuality> samples) =>
        [.. samples.GroupBy(sample => (sample.Run, sample.Seed)).Select(seed => seed.MaxBy(sample => sample.RankingScore)!)];

    /// <summary>The qualities as CSV.</summary>
    public static string ToCsv(IEnumerable<SampleQuality> samples) => string.Concat(samples
        .Select(sample => string.Create(CultureInfo.InvariantCulture,
            $"{sample.Run},{sample.Target},{sample.Seed},{sample.Sample},{sample.RankingScore},{sample.Plddt},{sample.Lddt:F4},{sample.Atoms},{sample.Steps}\n"))
        .Prepend("run,target,seed,sample,ranking_score,plddt,lddt,atoms,steps\n"));

    /// <summary>What the run's record says of its sampler steps.</summary>
    private int? Steps()
    {
        var record = Path.Combine(folder, "run.json");
        if (!File.Exists(record)) return null;
        try
        {
            using var run = JsonDocument.Parse(File.ReadAllBytes(record));
            return run.RootElement.TryGetProperty("steps", out var steps) && steps.TryGetInt32(out var count) ? count : null;
        }
        catch (JsonException fault)
        {
            throw new InputException($"{record} is no record of a run: {fault.Message}", fault);
        }
    }
}
