using Foldline.Network.Configuration;
using Foldline.Network.Model;
using Foldline.Network.Tests.Model;
using Foldline.Network.Weights;
using Foldline.Structures.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Weights;

public sealed class WeightsSummaryTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("foldline-summary-").FullName, "weights.safetensors");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void A_file_is_told_by_its_names_and_shapes()
    {
        using (var model = new ProtenixModel(NetworkRegistry.Get(NetworkRegistry.Demo)))
        {
            UntrainedWeights.Initialise(model, 1);
            SafetensorsWriter.Write(_path, StateArrays.Of(model));
        }
        using var file = WeightsFile.Open(_path);
        var summary = WeightsSummary.Of(file);
        summary.Fitting.ShouldBe([NetworkRegistry.Demo]);
        summary.Models.Count.ShouldBe(NetworkRegistry.All.Count);
        summary.Models[0].Model.ShouldBe(NetworkRegistry.Demo);
        summary.Models[1].Difference.Misshapen.ShouldNotBeEmpty();
        summary.Types.ShouldBe(new Dictionary<ElementType, int> { [ElementType.Float32] = summary.Tensors });
        summary.Sha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_path))));
    }

    [Fact]
    public void Every_parameter_of_a_constrained_network_has_a_rule_for_its_untrained_start()
    {
        var configuration = NetworkRegistry.Get(NetworkRegistry.Demo) with { Constraint = new() };
        using var model = new ProtenixModel(configuration);
        using (no_grad())
            foreach (var (_, parameter) in model.named_parameters()) parameter.fill_(float.NaN);
        UntrainedWeights.Initialise(model, 1);
        foreach (var (name, parameter) in model.named_parameters()) parameter.isfinite().all().item<bool>().ShouldBeTrue(name);
        var state = model.state_dict();
        state["diffusion_module.diffusion_conditioning.fourier_embedding.w"].data<float>().ToArray()[..3].ShouldBe([1.9269f, 1.4873f, 0.9007f], 1e-4f);
        state["diffusion_module.diffusion_conditioning.fourier_embedding.b"][0].item<float>().ShouldNotBe(0);
        state["confidence_head.lower_bins"].data<float>().ToArray()[..2].ShouldBe([3.25f, 4.5f]);
        state["confidence_head.upper_bins"].data<float>().ToArray()[^1].ShouldBe(1e6f);
        state["diffusion_module.diffusion_transformer.blocks.0.attention_pair_bias.linear_a_last.bias"].eq(-2).all().item<bool>().ShouldBeTrue();
    }
}
