using System.IO.Compression;
using System.Text;
using Foldline.Ranking.Samples;
using Foldline.Structures.Output;

namespace Foldline.Ranking.Output;

/// <summary>
/// Writes a target's folder in AlphaFold 3's layout: best model and confidences at the top, one folder per sample below. The folder appears under its name only
/// when complete; an older one is replaced then, not before.
/// </summary>
/// <param name="models">Writes the mmCIF files.</param>
public sealed class TargetOutputWriter(MmcifModelWriter models)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes <c>DIRECTORY/TARGET/</c> and returns its path.</summary>
    /// <param name="directory">The run's output directory; made if absent.</param>
    /// <param name="output">What to write.</param>
    /// <param name="cancellation">Stops between samples; nothing stays behind.</param>
    public string Write(string directory, TargetOutput output, CancellationToken cancellation = default)
    {
        var target = output.Ranking.Target;
        if (target.Length == 0 || target is "." or ".." || target.AsSpan().IndexOfAny("/\\:\0") >= 0)
            throw new ArgumentException($"\"{target}\" cannot name a folder.", nameof(output));
        Directory.CreateDirectory(directory);
        // What a killed run left behind.
        foreach (var stale in Directory.GetDirectories(directory, $".{target}.*.partial*")) Directory.Delete(stale, recursive: true);
        var final = Path.Combine(directory, target);
        var partial = Path.Combine(directory, $".{target}.{Guid.NewGuid():N}.partial");
        try
        {
            WriteFiles(Directory.CreateDirectory(partial).FullName, output, cancellation);
            Replace(partial, final);
        }
        catch
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
            throw;
        }
        return final;
    }

    private void WriteFiles(string folder, TargetOutput output, CancellationToken cancellation)
    {
        var target = output.Ranking.Target;
        foreach (var ranked in output.Ranking.Samples)
        {
            cancellation.ThrowIfCancellationRequested();
            var sample = ranked.Load();
            var below = Directory.CreateDirectory(Path.Combine(folder, ranked.Folder)).FullName;
            WriteSample(below, $"{target}_{ranked.Folder}", ranked, sample, output);
            if (output.Confidences == ConfidenceFiles.All) WriteConfidences(below, $"{target}_{ranked.Folder}", sample, output);
            if (ranked.Rank != 1) continue;
            WriteSample(folder, target, ranked, sample, output);
            if (output.Confidences != ConfidenceFiles.None) WriteConfidences(folder, target, sample, output);
        }
        File.WriteAllText(Path.Combine(folder, $"{target}_ranking_scores.csv"), RankingScoresCsv.Format(output.Ranking), Utf8);
        if (output.DataJson is not null) File.WriteAllText(Path.Combine(folder, $"{target}_data.json"), output.DataJson, Utf8);
    }

    private void WriteSample(string folder, string name, RankedSample ranked, ScoredSample sample, TargetOutput output)
    {
        models.WriteFile(Path.Combine(folder, $"{name}_model.cif"), new PredictedModel
        {
            Name = name,
            Layout = sample.Layout,
            Coordinates = sample.Coordinates,
            AtomPlddt = sample.Confidence.AtomPlddt,
            Provenance = output.Provenance,
            Seed = ranked.Seed,
            Sample = ranked.Sample,
        });
        using (var stream = File.Create(Path.Combine(folder, $"{name}_summary_confidences.json")))
            SummaryConfidencesJson.Write(stream, ranked, [.. sample.Layout.Chains.Select(chain => chain.Id)], output.Provenance);
    }

    private static void WriteConfidences(string folder, string name, ScoredSample sample, TargetOutput output)
    {
        using var file = File.Create(Path.Combine(folder, $"{name}_confidences.json{(output.CompressConfidences ? ".gz" : "")}"));
        if (!output.CompressConfidences)
        {
            ConfidencesJson.Write(file, sample);
            return;
        }
        using var packed = new GZipStream(file, CompressionLevel.Optimal);
        ConfidencesJson.Write(packed, sample);
    }

    private static void Replace(string partial, string final)
    {
        if (!Directory.Exists(final))
        {
            Directory.Move(partial, final);
            return;
        }
        var old = partial + ".old";
        Directory.Move(final, old);
        Directory.Move(partial, final);
        Directory.Delete(old, recursive: true);
    }
}
