using System.Collections.Immutable;
using Foldline.Sequences;
using Foldline.Structures.Output;
using Foldline.Structures.Predictions;

namespace Foldline.Structures.Tests.Output;

/// <summary>Two copies of a tripeptide with chain ids of one and two letters, a nucleotide pair, a ligand and an ion.</summary>
internal static class ToyModel
{
    public static readonly ImmutableArray<ChainInfo> Chains =
    [
        new("A", 1, EntityKind.Protein, "MGX"), new("AB", 1, EntityKind.Protein, "MGX"), new("R", 2, EntityKind.Rna, "AC"),
        new("L", 3, EntityKind.Ligand, ""), new("Z9", 4, EntityKind.Ion, ""),
    ];

    public static PredictedModel Make(string weightsLabel = "")
    {
        var rows = new List<(int Chain, string Residue, int Number, string Atom, string Element)>();
        for (int chain = 0; chain < 2; chain++)
            foreach (var (residue, number) in new[] { ("MET", 1), ("GLY", 2), ("SEP", 3) })
                foreach (var atom in new[] { "N", "CA", "C" }) rows.Add((chain, residue, number, atom, atom[..1]));
        foreach (var (residue, number) in new[] { ("A", 1), ("C", 2) })
            foreach (var (atom, element) in new[] { ("P", "P"), ("C1'", "C"), ("O5'", "O") }) rows.Add((2, residue, number, atom, element));
        rows.Add((3, "ATP", 1, "PG", "P"));
        rows.Add((3, "ATP", 1, "O1G", "O"));
        rows.Add((4, "MG", 1, "MG", "MG"));
        var keys = rows.Select(row => (row.Chain, row.Number, Atom: row.Chain >= 3 || row.Residue == "SEP" ? row.Atom : "")).ToList();
        var tokens = keys.Distinct().ToList();
        var tokenOfAtom = keys.Select(key => tokens.IndexOf(key)).ToImmutableArray();
        return new PredictedModel
        {
            Name = "toy",
            Layout = new AtomLayout
            {
                Chains = Chains,
                AtomName = [.. rows.Select(row => row.Atom)],
                Element = [.. rows.Select(row => row.Element)],
                ResidueName = [.. rows.Select(row => row.Residue)],
                ResidueNumber = [.. rows.Select(row => row.Number)],
                TokenOfAtom = tokenOfAtom,
                ChainOfToken = [.. tokens.Select(token => token.Chain)],
                TokenHasFrame = [.. tokens.Select(token => token.Chain < 3)],
                CentreAtom = [.. Enumerable.Range(0, tokens.Count).Select(token => tokenOfAtom.IndexOf(token))],
            },
            Coordinates = [.. Enumerable.Range(0, 3 * rows.Count).Select(i => MathF.Round(MathF.Sin(i) * 40, 3))],
            AtomPlddt = [.. Enumerable.Range(0, rows.Count).Select(i => i / 40f)],
            Provenance = new ModelProvenance { Version = "0.1.0", Network = "toy", WeightsLabel = weightsLabel },
            Seed = 1,
            Sample = 0,
        };
    }
}
