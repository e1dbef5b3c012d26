using Foldline.Server.Drawing;
using System.Collections.Immutable;
using System.Text.Json;
using Foldline.Activities;
using Foldline.Activities.Ranking;
using Foldline.Activities.Search;
using Foldline.Alignments;
using Foldline.Artifacts;
using Foldline.Cli.Reports;
using Foldline.Ranking.Output;
using Foldline.Ranking.Samples;
using Foldline.Sequences;
using Foldline.Structures.Output;
using Foldline.Workflows;

namespace Foldline.Cli.Running;

/// <summary>Brings a finished target from the artifact store to the user's folder. What stands there already is not written again.</summary>
/// <param name="artifacts">Where the results lie.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="provenance">What every file says about its making.</param>
/// <param name="settings">Which files are wanted.</param>
public sealed class ResultPublisher(IArtifactStore artifacts, RunFolder folder, ModelProvenance provenance, RunSettings settings)
{
    private const string Marker = ".foldline-result";
    private readonly TargetOutputWriter _writer = new(new MmcifModelWriter());

    /// <summary>What every file says about its making.</summary>
    public ModelProvenance Provenance => provenance;

    /// <summary>Writes <c>DIR/TARGET/</c> unless it holds this very result.</summary>
    public async Task PublishAsync(Target target, InstanceResult result, CancellationToken cancellationToken)
    {
        var (ranking, stored) = await RankingAsync(result, cancellationToken);
        var marker = Path.Combine(folder.Path, target.Name, Marker);
        var identity = $"{stored.Sha256} {provenance.WeightsLabel} {settings.Confidences} {settings.CompressConfidences}\n";
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker, cancellationToken) == identity) return;
        var alignments = await AlignmentsAsync(result, cancellationToken);
        var seeds = ranking.Samples.Select(sample => sample.Seed).Distinct().Order().ToList();
        _writer.Write(folder.Path, new TargetOutput
        {
            Ranking = ranking,
            Provenance = provenance,
            DataJson = AlphaFold3JsonWriter.ToText(With(target, alignments), seeds),
            Confidences = settings.Confidences,
            CompressConfidences = settings.CompressConfidences,
        }, cancellationToken);
        await File.WriteAllTextAsync(marker, identity, cancellationToken);
    }

    /// <summary>The target's line in the ranking.</summary>
    public async Task<RankingRow> RowAsync(InstanceResult result, CancellationToken cancellationToken)
    {
        var (ranking, _) = await RankingAsync(result, cancellationToken);
        var best = ranking.Best.Load();
        return RankingRow.Of(ranking, [.. best.Layout.Chains.Select(chain => chain.Id)], best.Layout.Tokens, provenance.WeightsLabel);
    }

    /// <summary>The target's section of the report.</summary>
    public async Task<ReportTarget> SectionAsync(Target target, InstanceResult result, CancellationToken cancellationToken)
    {
        var (ranking, _) = await RankingAsync(result, cancellationToken);
        var alignments = await AlignmentsAsync(result, cancellationToken);
        var coverage = target.Entities.Zip(alignments.Entities)
            .Where(pair => pair.Second.Unpaired.Length > 0)
            .Select(pair => Coverage(pair.First, A3mReader.Parse(pair.Second.Unpaired)));
        return ReportTarget.Of(ranking, provenance.WeightsLabel, [.. coverage]);
    }

    /// <summary>The databases a target was searched in.</summary>
    public async Task<IReadOnlyList<DatabaseUse>> DatabasesAsync(InstanceResult result, CancellationToken cancellationToken) =>
        [.. (await AlignmentsAsync(result, cancellationToken)).Entities.SelectMany(entity => entity.Databases)];

    private async Task<(TargetRanking Ranking, ArtifactRef Stored)> RankingAsync(InstanceResult result, CancellationToken cancellationToken)
    {
        var reference = Reference(result, "Ranking");
        var stored = await artifacts.ReadJsonAsync<StoredRanking>(reference, ActivityJson.Options, cancellationToken);
        return (await stored.OpenAsync(artifacts, cancellationToken), reference);
    }

    private async Task<TargetAlignments> AlignmentsAsync(InstanceResult result, CancellationToken cancellationToken) =>
        await artifacts.ReadJsonAsync<TargetAlignments>(Reference(result, "Alignments"), ActivityJson.Options, cancellationToken);

    private static ArtifactRef Reference(InstanceResult result, string output) =>
        result.Outputs[output]?.Deserialize<ArtifactRef>(ActivityJson.Options)
        ?? throw new InputException($"{result.Name}: the workflow gave no output '{output}'; the command line needs Ranking and Alignments.");

    private static Target With(Target target, TargetAlignments alignments) => target with
    {
        Entities = [.. target.Entities.Zip(alignments.Entities, (entity, found) => entity with { Alignments = new SuppliedAlignments(found.Unpaired, found.Paired) })],
    };

    private static ReportCoverage Coverage(Entity entity, Alignment alignment)
    {
        var depth = new int[entity.Sequence.Length];
        foreach (var row in alignment.Rows)
        {
            var columns = row.WithoutInsertions();
            for (var column = 0; column < Math.Min(depth.Length, columns.Length); column++)
                if (columns[column] != '-') depth[column]++;
        }
        return new ReportCoverage($"chain {string.Join(", ", entity.ChainIds)}", depth, alignment.Depth);
    }
}
