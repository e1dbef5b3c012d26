using System.Text.Json;
using Foldline.Sequences;
using Foldline.Training.Losses;
using Foldline.Training.Optimisation;
using static TorchSharp.torch;

namespace Foldline.Training.Verification;

/// <summary>Replays reference cases of losses and schedules, values and gradients, through the product's own code.</summary>
internal static class LossVerification
{
    /// <summary>Largest accepted difference of a value, relative to its size where that exceeds 1: about ten roundings of a single.</summary>
    public const double ValueTolerance = 1e-6;

    /// <summary>Largest accepted relative norm of the difference of a gradient.</summary>
    public const double GradientTolerance = 1e-4;

    private static readonly Dictionary<string, Action<ReferenceTensors, Replay>> Cases = new(StringComparer.Ordinal)
    {
        ["SmoothLDDTLoss.dense_forward"] = (c, r) => r.Loss(new SmoothLddtLoss(Eps(c)).Dense(
            r.Leaf("pred_coordinate"), c["input.true_coordinate"], c["input.lddt_mask"],
            chunk: c.Contains("input.true_distance") ? 1 : null, c.Optional("input.true_distance"))),
        ["SmoothLDDTLoss.sparse_forward"] = (c, r) => r.Loss(new SmoothLddtLoss(Eps(c)).Sparse(
            r.Leaf("pred_coordinate"), c["input.true_coordinate"], c["input.lddt_mask"])),
        ["SmoothLDDTLoss.forward"] = (c, r) => r.Loss(new SmoothLddtLoss(Eps(c)).FromDistance(
            r.Leaf("pred_distance"), c["input.true_distance"], c["input.lddt_mask"])),
        ["BondLoss.forward"] = (c, r) => r.Loss(new BondLoss(Eps(c)).Dense(
            r.Leaf("pred_distance"), c["input.true_distance"], c["input.distance_mask"], c["input.bond_mask"], c.Optional("input.per_sample_scale"))),
        ["BondLoss.sparse_forward"] = (c, r) => r.Loss(new BondLoss(Eps(c)).Sparse(
            r.Leaf("pred_coordinate"), c["input.true_coordinate"], c["input.distance_mask"], c["input.bond_mask"], c.Optional("input.per_sample_scale"))),
        ["compute_lddt_mask"] = (c, r) => r.Value("output", new LddtMask().Of(
            c["input.true_distance"], c["input.distance_mask"], c["input.is_nucleotide"])),
        ["DistogramLoss"] = Distogram,
        ["MSELoss"] = Mse,
        ["PAELoss"] = Pae,
        ["PDELoss"] = Pde,
        ["PLDDTLoss"] = Plddt,
        ["ExperimentallyResolvedLoss"] = (c, r) => r.Loss(new ResolvedLoss(Eps(c)).Of(
            r.Leaf("logits"), c["input.coordinate_mask"], c.Optional("input.atom_mask"))),
        ["ProtenixLoss"] = Total,
        ["AlphaFold3LRScheduler/CosineAnnealingWithWarmup"] = Schedules,
    };

    /// <summary>Whether a case of this class (the file's <c>class</c> metadata) is known here.</summary>
    public static bool Knows(string caseClass) => Cases.ContainsKey(caseClass);

    /// <summary>Replays an open case of a known class; one comparison per recorded output and gradient.</summary>
    internal static void Run(ReferenceTensors reference, Replay replay) => Cases[reference.Class](reference, replay);

    private static double Eps(ReferenceTensors c) => c.Config.GetProperty("eps").GetDouble();

    private static void Distogram(ReferenceTensors c, Replay r)
    {
        var loss = LossConfig.Distogram(c.Config);
        var (bins, mask) = loss.Label(c["input.true_coordinate"], c["input.coordinate_mask"], c["input.rep_atom_mask"]);
        r.Value("output.true_bins", bins);
        r.Value("output.pair_mask", mask);
        r.Loss(loss.Of(r.Leaf("logits"), c["input.true_coordinate"], c["input.coordinate_mask"], c["input.rep_atom_mask"]));
    }

    private static void Mse(ReferenceTensors c, Replay r)
    {
        var loss = LossConfig.Mse(c.Config);
        var molecules = new MoleculeMasks(c["input.is_dna"], c["input.is_rna"], c["input.is_ligand"]);
        var predicted = r.Leaf("pred_coordinate");
        var (aligned, weight) = loss.Align(predicted, c["input.true_coordinate"], c["input.coordinate_mask"], molecules);
        r.Value("output.true_coordinate_aligned", aligned);
        r.Value("output.weight", weight);
        r.Loss(loss.Of(predicted, c["input.true_coordinate"], c["input.coordinate_mask"], molecules, c.Optional("input.per_sample_scale")));
    }

    private static void Pae(ReferenceTensors c, Replay r)
    {
        var loss = LossConfig.Pae(c.Config);
        var frames = new TokenFrames(c["input.frame_atom_index"], c["input.has_frame"], c["input.rep_atom_mask"]);
        var (squared, bins, mask) = loss.Label(c["input.pred_coordinate"], c["input.true_coordinate"], c["input.coordinate_mask"], frames);
        r.Value("output.squared_pae", squared);
        r.Value("output.true_bins", bins);
        r.Value("output.frame_token_pair_mask", mask);
        r.Loss(loss.Of(r.Leaf("logits"), c["input.pred_coordinate"], c["input.true_coordinate"], c["input.coordinate_mask"], frames));
    }

    private static void Pde(ReferenceTensors c, Replay r)
    {
        var loss = LossConfig.Pde(c.Config);
        var (bins, mask) = loss.Label(c["input.pred_coordinate"], c["input.true_coordinate"], c["input.coordinate_mask"], c["input.rep_atom_mask"]);
        r.Value("output.true_bins", bins);
        r.Value("output.pair_mask", mask);
        r.Loss(loss.Of(
            r.Leaf("logits"), c["input.pred_coordinate"], c["input.true_coordinate"], c["input.coordinate_mask"], c["input.rep_atom_mask"]));
    }

    private static void Plddt(ReferenceTensors c, Replay r)
    {
        var loss = LossConfig.Plddt(c.Config);
        var (x, y, known) = (c["input.pred_coordinate"], c["input.true_coordinate"], c["input.coordinate_mask"]);
        var (nucleotide, polymer, anchor) = (c["input.is_nucleotide"], c["input.is_polymer"], c["input.rep_atom_mask"]);
        var (lddt, pairs) = loss.Score(x, y, known, nucleotide, polymer, anchor);
        r.Value("output.per_atom_lddt", lddt);
        r.Value("output.per_atom_weight", pairs);
        r.Value("output.true_bins", loss.Bin(lddt, pairs));
        r.Loss(loss.Of(r.Leaf("logits"), x, y, known, nucleotide, polymer, anchor));
    }

    private static void Total(ReferenceTensors c, Replay r)
    {
        var loss = new TotalLoss(LossConfig.Total(c.Config));
        Tensor Feature(string name) => c["input.feat_dict." + name];
        var features = new LossFeatures(
            new MoleculeMasks(Feature("is_dna"), Feature("is_rna"), Feature("is_ligand")), Feature("bond_mask"), Feature("distogram_rep_atom_mask"),
            Feature("plddt_m_rep_atom_mask"), new TokenFrames(Feature("frame_atom_index"), Feature("has_frame"), Feature("pae_rep_atom_mask")),
            Feature("resolution").item<float>());
        Tensor Predicted(string name) => r.Leaf("pred_dict." + name);
        var prediction = new LossPrediction
        {
            Coordinate = Predicted("coordinate"), CoordinateMini = Predicted("coordinate_mini"), NoiseLevel = Predicted("noise_level"),
            Distogram = Predicted("distogram"), Plddt = Predicted("plddt"), Pde = Predicted("pde"), Pae = Predicted("pae"), Resolved = Predicted("resolved"),
        };
        var label = new StructureLabel(c["input.label_dict.coordinate"], c["input.label_dict.coordinate_mask"]);
        var report = c.Config.GetProperty("mode").GetString() == "train"
            ? loss.Train(features, prediction, label)
            : loss.Evaluate(features, prediction, label);
        foreach (var (term, value) in report.Terms)
        {
            r.Value($"output.metrics.{LossConfig.OfficialName(term)}", tensor(value));
            r.Value($"output.metrics.weighted_{LossConfig.OfficialName(term)}", tensor(value * loss.Options.Weights.Of(term)));
        }
        r.Value("output.metrics.loss", report.Total);
        r.Loss(report.Total);
    }

    private static void Schedules(ReferenceTensors c, Replay r)
    {
        var (rate, warmup) = (c.Config.GetProperty("lr").GetDouble(), c.Config.GetProperty("warmup").GetInt64());
        var schedules = new Dictionary<string, LearningRateSchedule>
        {
            ["af3"] = new StepDecaySchedule(rate, warmup, c.Config.GetProperty("decay_every").GetInt64(), c.Config.GetProperty("factor").GetDouble()),
            ["cosine"] = new CosineSchedule(
                rate, c.Config.GetProperty("cosine_min").GetDouble(), warmup, c.Config.GetProperty("cosine_decay_steps").GetInt64()),
        };
        var steps = c["input.step"].data<long>().ToArray();
        foreach (var (name, schedule) in schedules)
            r.Value("output." + name, tensor(steps.Select(schedule.RateAt).ToArray()), relative: 1e-15);
    }
}
