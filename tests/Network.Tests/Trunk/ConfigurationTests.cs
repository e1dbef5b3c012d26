using System.Text.Json.Nodes;
using Foldline.Network.Configuration;
using Foldline.Network.Model;
using Foldline.Sequences;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

public sealed class ConfigurationTests
{
    public static TheoryData<string> Published => [.. NetworkRegistry.All.Select(c => c.Name).Where(n => n != NetworkRegistry.Demo)];

    [Fact]
    public void Nine_networks_are_published() => Published.Count.ShouldBe(9);

    [Theory]
    [MemberData(nameof(Published))]
    public void A_published_network_has_the_originals_values(string name)
    {
        var original = JsonNode.Parse(File.ReadAllText(Repository.RequireReference($"state_dicts/{name}.config.json")))!;
        var own = NetworkRegistry.Get(name);
        var model = original["model"]!;

        Int(original, "c_s").ShouldBe(own.CS);
        Int(original, "c_z").ShouldBe(own.CZ);
        Int(original, "c_s_inputs").ShouldBe(own.CSInputs);
        Int(model, "N_cycle").ShouldBe(own.Cycles);
        original["use_msa"]!.GetValue<bool>().ShouldBe(own.UsesMsa);

        var embedder = model["input_embedder"]!;
        (Int(embedder, "c_atom"), Int(embedder, "c_atompair"), Int(embedder, "c_token"))
            .ShouldBe((own.InputEmbedder.CAtom, own.InputEmbedder.CAtomPair, own.InputEmbedder.CToken));
        bool esm = original["esm"]!["enable"]!.GetValue<bool>();
        (own.InputEmbedder.LanguageModel?.Name).ShouldBe(esm ? original["esm"]!["model_name"]!.GetValue<string>() : null);
        if (esm) own.InputEmbedder.LanguageModel!.Channels.ShouldBe(Int(original["esm"]!, "embedding_dim"));

        var template = model["template_embedder"]!;
        (Int(template, "n_blocks"), Int(template, "c"), Real(template, "dropout"), Flag(template))
            .ShouldBe((own.Template.Blocks, own.Template.C, own.Template.Dropout, own.Template.ScaleHidden));
        var msa = model["msa_module"]!;
        (Int(msa, "n_blocks"), Int(msa, "c_m"), Real(msa, "msa_dropout"), Real(msa, "pair_dropout"), Flag(msa))
            .ShouldBe((own.Msa.Blocks, own.Msa.CM, own.Msa.MsaDropout, own.Msa.PairDropout, own.Msa.ScaleHidden));
        Int(original["data_msa"]!["sample_cutoff"]!, "test").ShouldBe(own.Msa.SampleCutoff);
        var pairformer = model["pairformer"]!;
        (Int(pairformer, "n_blocks"), Int(pairformer, "n_heads"), Real(pairformer, "dropout"), Flag(pairformer))
            .ShouldBe((own.Pairformer.Blocks, own.Pairformer.Heads, own.Pairformer.Dropout, own.Pairformer.ScaleHidden));

        var constraint = model["constraint_embedder"]!;
        bool Enabled(string kind) => constraint[kind + "_embedder"]!["enable"]!.GetValue<bool>();
        (Enabled("pocket"), Enabled("contact"), Enabled("contact_atom"), Enabled("substructure")).ShouldBe((
            own.Constraint?.Pocket ?? false, own.Constraint?.Contact ?? false, own.Constraint?.ContactAtom ?? false, own.Constraint?.Substructure is not null));
        if (own.Constraint?.Substructure is { } substructure)
            (Int(constraint["substructure_embedder"]!, "hidden_dim"), Int(constraint["substructure_embedder"]!, "n_layers"))
                .ShouldBe((substructure.Hidden, substructure.Layers));

        var diffusion = model["diffusion_module"]!;
        TransformerConfiguration Depth(string part) => new(Int(diffusion[part]!, "n_blocks"), Int(diffusion[part]!, "n_heads"));
        (Int(diffusion, "c_token"), Int(diffusion, "c_atom"), Int(diffusion, "c_atompair"), Real(diffusion, "sigma_data"))
            .ShouldBe((own.Diffusion.CToken, own.Diffusion.CAtom, own.Diffusion.CAtomPair, own.Diffusion.SigmaData));
        (Depth("atom_encoder"), Depth("transformer"), Depth("atom_decoder"))
            .ShouldBe((own.Diffusion.AtomEncoder, own.Diffusion.Transformer, own.Diffusion.AtomDecoder));

        var confidence = model["confidence_head"]!;
        (Int(confidence, "n_blocks"), Int(confidence, "max_atoms_per_token"), Real(confidence, "pairformer_dropout"), Flag(confidence))
            .ShouldBe((own.Confidence.Blocks, own.Confidence.MaxAtomsPerToken, own.Confidence.Dropout, own.Confidence.ScaleHidden));
        (Real(confidence, "distance_bin_start"), Real(confidence, "distance_bin_end"), Real(confidence, "distance_bin_step"))
            .ShouldBe((own.Confidence.DistanceStart, own.Confidence.DistanceEnd, own.Confidence.DistanceStep));
        Int(model["distogram_head"]!, "no_bins").ShouldBe(own.Distogram.Bins);

        var sampling = original["sample_diffusion"]!;
        (Int(sampling, "N_step"), Int(sampling, "N_sample"), Real(sampling, "gamma0"), Real(sampling, "gamma_min"), Real(sampling, "noise_scale_lambda"),
            Real(sampling, "step_scale_eta"))
            .ShouldBe((own.Sampling.Steps, own.Sampling.Samples, own.Sampling.Gamma0, own.Sampling.GammaMin, own.Sampling.NoiseScale, own.Sampling.StepScale));
        var noise = original["inference_noise_scheduler"]!;
        (Real(noise, "s_max"), Real(noise, "s_min"), Real(noise, "rho")).ShouldBe((own.Sampling.SigmaMax, own.Sampling.SigmaMin, own.Sampling.Rho));
        (Real(original["train_noise_sampler"]!, "p_mean"), Real(original["train_noise_sampler"]!, "p_std"))
            .ShouldBe((own.TrainingNoise.Mean, own.TrainingNoise.Deviation));
    }

    [Fact]
    public void The_demo_network_stays_small()
    {
        using var model = new ProtenixModel(NetworkRegistry.Get(NetworkRegistry.Demo), META);
        model.parameters().Sum(parameter => parameter.numel()).ShouldBeInRange(2_000_000, 6_000_000);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones() =>
        Should.Throw<InputException>(() => NetworkRegistry.Get("alphafold")).Message.ShouldContain("protenix_tiny_default_v0.5.0");

    private static int Int(JsonNode node, string key) => node[key]!.GetValue<int>();

    private static double Real(JsonNode node, string key) => node[key]!.GetValue<double>();

    private static bool Flag(JsonNode node) => node["hidden_scale_up"]!.GetValue<bool>();
}
