using System.Text.Json;
using Foldline.Ranking.Confidences;
using Foldline.Ranking.Ligands;
using Foldline.Structures.Predictions;
using Foldline.Structures.Verification;

namespace Foldline.Ranking.Verification;

/// <summary>Replays bins, expectations and tables.</summary>
internal static class ScoreReplay
{
    public static BinGrid Grid(JsonElement bins, string head)
    {
        var grid = bins.GetProperty(head);
        return new BinGrid(grid.GetProperty("min_bin").GetSingle(), grid.GetProperty("max_bin").GetSingle(), grid.GetProperty("no_bins").GetInt32());
    }

    public static void LogitsToScore(ReferenceCase reference)
    {
        int width = reference.Extent("input.logits", 2);
        var logits = new LogitArray(reference.Floats("input.logits"), reference.Extent("input.logits", 0), reference.Extent("input.logits", 1), width);
        foreach (var head in reference.Config.EnumerateObject())
        {
            var centres = Grid(reference.Config, head.Name).Centres();
            reference.Produce($"bin_centers_{head.Name}", centres);
            if (centres.Length == width) reference.Produce($"score_{head.Name}", LogitExpectation.Of(logits, centres));
        }
    }

    public static void Normalization(ReferenceCase reference) =>
        reference.Produce("output", reference.Integers("input.N").Select(residues => TmKernel.Scale(residues)));

    public static void VanDerWaals(ReferenceCase reference) =>
        reference.Produce("output", Enumerable.Range(1, VanDerWaalsRadii.Elements).Select(VanDerWaalsRadii.Of));
}
