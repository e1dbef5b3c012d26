using Foldline.Network.Configuration;
using Foldline.Network.Diffusion;
using Foldline.Network.Heads;
using Foldline.Network.Model;
using Foldline.Network.Random;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>The whole network with the original's random draws. The scores in these files are compared where scores are computed.</summary>
internal sealed class NetworkCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes => ["Protenix"];

    public override bool IsElsewhere(string output) =>
        output.StartsWith("output.summary_confidence.", StringComparison.Ordinal) || output.StartsWith("output.full_data.", StringComparison.Ordinal);

    public override nn.Module Build(ReferenceCase reference) => new ProtenixModel(Configuration(reference.Config));

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference)
    {
        var model = (ProtenixModel)module!;
        var inputs = reference.Features("input_feature_dict");
        var sampling = model.Configuration.Sampling;
        var trunk = model.RunTrunk(inputs, model.Configuration.Cycles, new RecordedRows(reference));
        reference.Own(trunk);
        using var context = model.Diffusion.Prepare(inputs, trunk.SInputs, trunk.Single, trunk.Pair);
        var coordinate = new DiffusionSampler(sampling, model.Configuration.Diffusion.SigmaData).Sample(
            (noisy, level) => model.Diffusion.Denoise(context, noisy, level), inputs.AtomCount, new RecordedSamplerRandomness(reference), reference.Device);
        var prepared = model.Confidence.Prepare(trunk.SInputs, trunk.Single, trunk.Pair);
        var logits = coordinate.unbind(0).Select(positions => model.Confidence.Judge(inputs, prepared, positions)).ToList();
        return Outputs(
            ("trunk.s_inputs", trunk.SInputs), ("trunk.s", trunk.Single), ("trunk.z", trunk.Pair), ("coordinate", coordinate),
            ("contact_probs", ContactProbability.From(model.Distogram, trunk.Pair)),
            ("plddt", stack(logits.Select(one => one.Plddt))), ("pae", stack(logits.Select(one => one.Pae))),
            ("pde", stack(logits.Select(one => one.Pde))), ("resolved", stack(logits.Select(one => one.Resolved))));
    }

    internal static NetworkConfiguration Configuration(CaseConfiguration config)
    {
        var model = config.Section("model");
        var pairformer = model.Section("pairformer");
        return new NetworkConfiguration
        {
            Name = config.Text("model_name", "reference"),
            CS = config.Int("c_s"),
            CZ = config.Int("c_z"),
            Cycles = model.Int("N_cycle"),
            InputEmbedder = ModelCases.InputEmbedder(model.Section("input_embedder"), config.Section("esm")),
            Template = ModelCases.Template(model.Section("template_embedder")),
            Msa = ModelCases.Msa(model.Section("msa_module")) with { SampleCutoff = config.Section("msa").Section("sample_cutoff").Int("test", 16384) },
            Constraint = ModelCases.Constraint(model.Section("constraint_embedder")),
            Pairformer = new PairformerConfiguration
            {
                Blocks = pairformer.Int("n_blocks"), Heads = pairformer.Int("n_heads", 16), Dropout = pairformer.Double("dropout", 0.25),
                ScaleHidden = pairformer.Bool("hidden_scale_up", false),
            },
            Diffusion = ModelCases.Diffusion(model.Section("diffusion_module")),
            Distogram = new DistogramConfiguration { Bins = model.Section("distogram_head").Int("no_bins", 64) },
            Confidence = ModelCases.Confidence(model.Section("confidence_head")),
            Sampling = ModelCases.Sampling(config.Section("sample_diffusion"), config.Section("inference_noise_scheduler")),
        };
    }

    private sealed class RecordedRows(ReferenceCase reference) : IMsaRowDraws
    {
        public Tensor Draw(int cycle, long rows) => reference.Get($"rng.cycle{cycle}.msa_indices").alias();
    }
}
