using System.Collections.Immutable;
using Foldline.Ranking.Output;
using Foldline.Ranking.Samples;
using Foldline.Sequences;

namespace Foldline.Server.Drawing;

/// <summary>A target's section of the report.</summary>
public sealed record ReportTarget
{
    /// <summary>The line in the ranking.</summary>
    public required RankingRow Row { get; init; }

    /// <summary>The chains in token order.</summary>
    public required ImmutableArray<ReportChain> Chains { get; init; }

    /// <summary>pLDDT of each token, mean over its atoms, 0–100. [token]</summary>
    public required float[] TokenPlddt { get; init; }

    /// <summary>The residue number of each token. [token]</summary>
    public required int[] ResidueNumbers { get; init; }

    /// <summary>Expected aligned error, Å. [token, token]</summary>
    public required float[] Pae { get; init; }

    /// <summary>The centre atom of each token, Å. [token, 3]</summary>
    public required float[] Trace { get; init; }

    /// <summary>All samples, best first: seed, sample, ranking score.</summary>
    public required ImmutableArray<(long Seed, int Sample, float RankingScore)> Samples { get; init; }

    /// <summary>Depth of the alignments, one plot per entity.</summary>
    public ImmutableArray<ReportCoverage> Coverage { get; init; } = [];

    /// <summary>The section of a ranked target; loads its best sample.</summary>
    /// <param name="ranking">The target's samples.</param>
    /// <param name="weightsLabel">The label of weights that are no trained predictor; empty otherwise.</param>
    /// <param name="coverage">Depth of its alignments.</param>
    public static ReportTarget Of(TargetRanking ranking, string weightsLabel = "", params ImmutableArray<ReportCoverage> coverage)
    {
        var best = ranking.Best.Load();
        var layout = best.Layout;
        var (sums, counts) = (new double[layout.Tokens], new int[layout.Tokens]);
        for (int atom = 0; atom < layout.Atoms; atom++)
        {
            sums[layout.TokenOfAtom[atom]] += 100 * best.Confidence.AtomPlddt[atom];
            counts[layout.TokenOfAtom[atom]]++;
        }
        return new ReportTarget
        {
            Row = RankingRow.Of(ranking, [.. layout.Chains.Select(chain => chain.Id)], layout.Tokens, weightsLabel),
            Chains = [.. layout.Chains.Select((chain, index) => new ReportChain(chain.Id, layout.ChainOfToken.IndexOf(index),
                layout.ChainOfToken.Count(of => of == index), chain.Kind is not (EntityKind.Ligand or EntityKind.Ion)))],
            TokenPlddt = [.. sums.Zip(counts, (sum, count) => (float)(sum / count))],
            ResidueNumbers = [.. layout.CentreAtom.Select(atom => layout.ResidueNumber[atom])],
            Pae = best.Confidence.Pae,
            Trace = [.. layout.CentreAtom.SelectMany(atom => best.Coordinates[(3 * atom)..(3 * atom + 3)])],
            Samples = [.. ranking.Samples.Select(sample => (sample.Seed, sample.Sample, sample.Scores.RankingScore))],
            Coverage = coverage,
        };
    }
}
