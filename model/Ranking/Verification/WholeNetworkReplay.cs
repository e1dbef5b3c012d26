using Foldline.Ranking.Confidences;
using Foldline.Structures.Verification;

namespace Foldline.Ranking.Verification;

/// <summary>
/// The scores in a case of the whole network, computed from the logits, coordinates and contacts that the same file records: what the network itself made is compared
/// where the network is replayed.
/// </summary>
internal static class WholeNetworkReplay
{
    public const string Class = "Protenix";
    private const string Feature = "input.input_feature_dict.";

    /// <summary>Whether a file holds scores at all.</summary>
    public static bool HasScores(ReferenceCase reference) => reference.Has("output.summary_confidence.0.ptm");

    public static void Run(ReferenceCase reference)
    {
        int tokens = reference.Extent(Feature + "asym_id", 0), atoms = reference.Extent(Feature + "atom_to_token_idx", 0);
        bool[] ligand = reference.Has(Feature + "is_ligand") ? reference.Flags(Feature + "is_ligand") : new bool[atoms];
        var clash = reference.Config.TryGetProperty("metrics", out var metrics) && metrics.TryGetProperty("clash", out var stated) ? stated : default;
        for (int sample = 0; sample < reference.Extent("output.coordinate", 0); sample++)
        {
            var confidence = ConfidenceCalculator.Compute(new ConfidenceInputs
            {
                Plddt = reference.Logits("output.plddt", sample, atoms, 1),
                Pae = reference.Logits("output.pae", sample, tokens, tokens),
                Pde = reference.Logits("output.pde", sample, tokens, tokens),
                ContactProbability = reference.Floats("output.contact_probs"),
                Coordinates = reference.Sample("output.coordinate", sample),
                ChainOfToken = SummaryReplay.WithoutGaps(reference.Integers(Feature + "asym_id")),
                TokenHasFrame = reference.Flags(Feature + "has_frame"),
                TokenOfAtom = reference.Integers(Feature + "atom_to_token_idx"),
                AtomIsPolymer = [.. ligand.Select(isLigand => !isLigand)],
                Recycles = reference.Config.GetProperty("model").GetProperty("N_cycle").GetInt32(),
                Options = clash.ValueKind == System.Text.Json.JsonValueKind.Object
                    ? new ConfidenceOptions { ClashDistance = clash.GetProperty("af3_clash_threshold").GetSingle(), VdwClashFraction = clash.GetProperty("vdw_clash_threshold").GetSingle() }
                    : new ConfidenceOptions(),
            });
            SummaryReplay.Produce(reference, sample, confidence, "summary_confidence");
        }
    }
}
