using Foldline.Network.Configuration;
using Foldline.Network.Devices;
using Foldline.Network.Model;
using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

public sealed class MixedPrecisionTests
{
    [Theory, InlineData("foldline-demo"), InlineData("protenix_base_default_v1.0.0")]
    public void The_trunk_multiplies_in_bfloat16_and_the_islands_and_all_weights_stay_single(string name)
    {
        TorchRuntime.Load();
        using var model = new ProtenixModel(NetworkRegistry.Get(name), META);
        MixedPrecision.Apply(model);
        model.parameters().ShouldAllBe(parameter => parameter.dtype == ScalarType.Float32);
        var products = model.named_modules().Where(pair => pair.module is Linear).ToDictionary(pair => pair.name, pair => ((Linear)pair.module).Type);
        foreach (var (path, type) in products)
        {
            var island = new[] { "input_embedder", "relative_position_encoding", "diffusion_module", "distogram_head", "confidence_head" }.Any(part => path.StartsWith(part, StringComparison.Ordinal));
            if (island) type.ShouldBe(ScalarType.Float32, path);
        }
        products["pairformer_stack.blocks.0.tri_mul_out.linear_z"].ShouldBe(ScalarType.BFloat16);
        products["msa_module.linear_no_bias_s"].ShouldBe(ScalarType.BFloat16);
        products.Values.Count(type => type == ScalarType.BFloat16).ShouldBeGreaterThan(products.Count / 4);
    }
}
