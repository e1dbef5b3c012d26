using Foldline.Features;
using Foldline.Sequences;

namespace Foldline.Cli.Bench;

/// <summary>A protein of any length with an alignment of any depth, featurised as a real one: speed and memory do not depend on what the letters say.</summary>
internal static class SyntheticTarget
{
    private const string Letters = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQVKVKALPDAQFEVVHSLAKWKRQTLGQHDFSAGEGLYTHMKALRPDEDRLSPLHSVYVDQWDWE";

    /// <summary>The features of a protein of <paramref name="tokens"/> residues with <paramref name="rows"/> rows in its alignment.</summary>
    public static FeatureSet Features(long tokens, long rows)
    {
        string sequence = Sequence(tokens, 0);
        var target = new Target { Name = $"synthetic{tokens}", Entities = [new Entity { Kind = EntityKind.Protein, Sequence = sequence, ChainIds = ["A"] }] };
        var alignment = string.Concat(Enumerable.Range(0, (int)rows).Select(row => $">row{row}\n{Sequence(tokens, row)}\n"));
        return new Featurizer().Build(target, [EntityAlignments.FromA3m(alignment, null)], new FeatureOptions());
    }

    /// <summary>Each row differs from the first in every place where the row's number says so.</summary>
    private static string Sequence(long tokens, long row) => string.Create((int)tokens, row, (span, seed) =>
    {
        for (int i = 0; i < span.Length; i++) span[i] = Letters[(i + (seed > 0 && (i * 7 + seed) % 5 == 0 ? (int)(seed % 89) : 0)) % Letters.Length];
    });
}
