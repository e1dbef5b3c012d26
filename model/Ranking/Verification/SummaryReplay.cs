using System.Text.Json;
using Foldline.Ranking.Confidences;
using Foldline.Ranking.Ligands;
using Foldline.Structures.Verification;

namespace Foldline.Ranking.Verification;

/// <summary>Replays Protenix's confidence summary, sample by sample.</summary>
internal static class SummaryReplay
{
    public static void Run(ReferenceCase reference)
    {
        int tokens = reference.Extent("input.token_asym_id", 0), atoms = reference.Extent("input.atom_to_token_idx", 0);
        var bins = reference.Config.GetProperty("bins");
        var clash = reference.Config.GetProperty("clash");
        var distogram = new Structures.Predictions.LogitArray(reference.Floats("input.distogram_logits"), tokens, tokens,
            ScoreReplay.Grid(bins, "distogram").Count);
        var contacts = LogitExpectation.ContactProbability(distogram, ScoreReplay.Grid(bins, "distogram"));
        reference.Produce("contact_probs", contacts);
        for (int sample = 0; sample < reference.Extent("input.atom_coordinate", 0); sample++)
        {
            var inputs = new ConfidenceInputs
            {
                Plddt = reference.Logits("input.plddt_logits", sample, atoms, 1),
                Pae = reference.Logits("input.pae_logits", sample, tokens, tokens),
                Pde = reference.Logits("input.pde_logits", sample, tokens, tokens),
                ContactProbability = contacts,
                Coordinates = reference.Sample("input.atom_coordinate", sample),
                ChainOfToken = WithoutGaps(reference.Integers("input.token_asym_id")),
                TokenHasFrame = reference.Flags("input.token_has_frame"),
                TokenOfAtom = reference.Integers("input.atom_to_token_idx"),
                AtomIsPolymer = reference.Flags("input.atom_is_polymer"),
                Recycles = reference.Config.GetProperty("N_recycle").GetInt32(),
                Options = new ConfidenceOptions
                {
                    Plddt = ScoreReplay.Grid(bins, "plddt"),
                    Pae = ScoreReplay.Grid(bins, "pae"),
                    Pde = ScoreReplay.Grid(bins, "pde"),
                    ClashDistance = clash.GetProperty("af3_clash_threshold").GetSingle(),
                    VdwClashFraction = clash.GetProperty("vdw_clash_threshold").GetSingle(),
                },
            };
            var confidence = ConfidenceCalculator.Compute(inputs);
            Produce(reference, sample, confidence, "summary");
            if (reference.Has("input.interested_atom_mask")) ProduceLigand(reference, sample, inputs, confidence.Scores);
        }
    }

    internal static void Produce(ReferenceCase reference, int sample, Confidence confidence, string summary)
    {
        var scores = confidence.Scores;
        Summary("plddt", scores.Plddt);
        Summary("gpde", scores.Gpde);
        Summary("ptm", scores.Ptm);
        Summary("iptm", scores.Iptm);
        Summary("chain_gpde", scores.ChainGpde);
        Summary("chain_pair_gpde", scores.ChainPairGpde.Values);
        Summary("chain_ptm", scores.ChainPtm);
        Summary("chain_iptm", scores.ChainIptm);
        Summary("chain_pair_iptm", scores.ChainPairIptm.Values);
        Summary("chain_pair_iptm_global", scores.ChainPairIptmGlobal.Values);
        Summary("chain_plddt", scores.ChainPlddt);
        Summary("chain_pair_plddt", scores.ChainPairPlddt.Values);
        Summary("has_clash", scores.HasClash ? 1 : 0);
        Summary("disorder", scores.FractionDisordered);
        Summary("ranking_score", scores.ProtenixRankingScore);
        Summary("num_recycles", scores.Recycles);
        reference.Produce($"full_data.{sample}.atom_plddt", confidence.AtomPlddt);
        reference.Produce($"full_data.{sample}.token_pair_pae", confidence.Pae);
        reference.Produce($"full_data.{sample}.token_pair_pde", confidence.Pde);

        void Summary(string name, params IEnumerable<float> values) => reference.Produce($"{summary}.{sample}.{name}", values);
    }

    private static void ProduceLigand(ReferenceCase reference, int sample, ConfidenceInputs inputs, ConfidenceScores scores)
    {
        int interesting = Array.IndexOf(reference.Flags("input.interested_atom_mask"), true);
        var oneHot = reference.Integers("input.elements_one_hot");
        int width = reference.Extent("input.elements_one_hot", 1);
        int[] atomicNumber = [.. Enumerable.Range(0, oneHot.Length / width).Select(atom => Array.IndexOf(oneHot, 1, atom * width, width) - atom * width + 1)];
        var ligand = LigandScorer.Score(inputs, scores, inputs.ChainOfToken[inputs.TokenOfAtom[interesting]], atomicNumber, reference.Integers("input.mol_id"));
        reference.Produce($"summary.{sample}.pb_ranking_score", ligand.RankingScore);
        reference.Produce($"summary.{sample}.has_vdw_pl_clash", ligand.HasClash ? 1f : 0f);
        reference.Produce($"summary.{sample}.pb_ranking_score_vdw_penalized", ligand.PenalizedRankingScore);
    }

    internal static int[] WithoutGaps(int[] chainOfToken)
    {
        var order = chainOfToken.Distinct().Order().ToList();
        return [.. chainOfToken.Select(chain => order.IndexOf(chain))];
    }
}
