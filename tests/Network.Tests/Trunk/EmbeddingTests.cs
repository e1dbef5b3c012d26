using Foldline.Network.Configuration;
using Foldline.Network.Embedding;
using Foldline.Network.Inputs;
using Foldline.Network.Template;
using Foldline.Structures.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

public sealed class EmbeddingTests
{
    [Theory]
    [InlineData("relative_position_encoding")]
    [InlineData("relative_position_encoding_extreme")]
    public void Relative_positions_equal_the_original(string name)
    {
        using var golden = new GoldenCase(name);
        using var module = golden.Load(new RelativePositionEncoding(golden.Int("c_z")));
        using var inputs = golden.Features("");
        golden.Check(inputs.RelativePositions.Dense(ScalarType.Float32), "output.relp");
        golden.Check(module.Encode(inputs.RelativePositions), "output.z");
        using var dense = RelativePositions.FromDense(golden.Tensor("output.relp").clone());
        golden.Check(module.Encode(dense), "output.z");
    }

    [Fact]
    public void The_atom_encoder_with_coordinates_equals_the_original_with_and_without_biases_computed_ahead()
    {
        using var golden = new GoldenCase("atom_attention_encoder_coords");
        using var module = golden.Load(Encoder(golden, (golden.Int("c_s"), golden.Int("c_z"))));
        using var inputs = golden.Features("");
        Check(golden, module.Encode(inputs.Atoms, golden.Input("s"), golden.Input("z"), golden.Input("r_l")));
        var conditioning = module.Condition(inputs.Atoms, golden.Input("s"), golden.Input("z"));
        var biases = module.Transformer.Transformer.LocalPairBiases(conditioning.Pair, inputs.AtomCount);
        Check(golden, module.Encode(inputs.Atoms, conditioning, golden.Input("r_l"), golden.Input("s").shape[^2], biases));
    }

    [Theory]
    [InlineData("input_feature_embedder")]
    [InlineData("input_feature_embedder_esm")]
    public void The_input_embedder_equals_the_original_from_one_hot_and_from_compact_features(string name)
    {
        using var golden = new GoldenCase(name);
        using var module = golden.Load(new InputFeatureEmbedder(Configuration(golden)));
        using var full = golden.Features();
        golden.Check(module.Embed(full));
        using var compact = ModelInputs.From(golden.Arrays("input_feature_dict.").Select(Compact));
        compact.TryGet("ref_atom_name_chars")!.shape.ShouldBe([57, 4]);
        golden.Check(module.Embed(compact));
    }

    [Fact]
    public void Gradients_of_the_input_embedder_equal_the_originals_from_either_form()
    {
        using var golden = new GoldenCase("grad_input_feature_embedder");
        foreach (bool compact in new[] { false, true })
        {
            using var module = golden.Load(new InputFeatureEmbedder(Configuration(golden)), train: true);
            using var inputs = ModelInputs.From(golden.Arrays("input_feature_dict.").Select(array => compact ? Compact(array) : array));
            golden.CheckGradients(module, module.Embed(inputs));
        }
    }

    [Fact]
    public void Atom_windows_computed_here_equal_the_originals()
    {
        using var full = new GoldenCase("protenix_full_v05");
        using var recorded = new GoldenCase("atom_attention_encoder_nocoords");
        using ModelInputs inputs = full.Features(), given = recorded.Features("");
        using var scope = NewDisposeScope();
        var own = AtomPairs.Compute(given.Float("ref_pos"), inputs.Index("ref_space_uid"));
        var original = given.Atoms.Pairs;
        foreach (var (actual, expected) in new[] { (own.Offset, original.Offset), (own.SameSpace, original.SameSpace), (own.Mask, original.Mask) })
        {
            actual.shape.ShouldBe(expected.shape);
            actual.eq(expected).all().item<bool>().ShouldBeTrue();
        }
    }

    [Fact]
    public void Absent_templates_are_the_originals_empty_slots()
    {
        using var golden = new GoldenCase("template_embedder_empty");
        using var module = golden.Load(Templates(golden));
        using var inputs = ModelInputs.From(golden.Arrays("input_feature_dict.").Where(array => !array.Name.StartsWith("template_", StringComparison.Ordinal)));
        golden.Check(module.Embed(inputs, golden.Input("z")));
    }

    private static NamedArray Compact(NamedArray array)
    {
        int classes = array.Name switch { "ref_element" => 128, "ref_atom_name_chars" => 64, "restype" => 32, _ => 0 };
        if (classes == 0) return array;
        using var dense = ArrayTensors.ToTensor(array);
        dense.sum(-1).eq(1).all().item<bool>().ShouldBeTrue(array.Name);
        return NamedArray.From(array.Name, dense.argmax(-1).data<long>().ToArray(), dense.shape[..^1]);
    }

    private static void Check(GoldenCase golden, AtomEncoding encoding)
    {
        golden.Check(encoding.Token, "output.a");
        golden.Check(encoding.Query, "output.q_l");
        golden.Check(encoding.Conditioning.Single, "output.c_l");
        golden.Check(encoding.Conditioning.Pair, "output.p_lm");
    }

    private static AtomAttentionEncoder Encoder(GoldenCase golden, (long, long)? trunk) =>
        new(golden.Int("c_token"), golden.Int("c_atom"), golden.Int("c_atompair"), golden.Int("n_blocks"), golden.Int("n_heads"), trunk);

    private static InputEmbedderConfiguration Configuration(GoldenCase golden)
    {
        bool esm = golden.Config.Has("esm_configs") && golden.Config.Section("esm_configs").Bool("enable", false);
        return new()
        {
            CAtom = golden.Int("c_atom"), CAtomPair = golden.Int("c_atompair"), CToken = golden.Int("c_token"),
            LanguageModel = esm ? new("esm", golden.Config.Section("esm_configs").Int("embedding_dim")) : null,
        };
    }

    private static TemplateEmbedder Templates(GoldenCase golden)
    {
        var configuration = new TemplateConfiguration { Blocks = golden.Int("n_blocks"), C = golden.Int("c"), Factor = golden.Int("num_intermediate_factor") };
        return new(configuration, golden.Int("c_z"));
    }
}
