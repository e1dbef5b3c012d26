using Foldline.Network.Inputs;
using Foldline.Network.Verification;
using Foldline.Network.Weights;
using Foldline.Structures.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

/// <summary>
/// A recorded case of the original, for tests of what the plain replays (Verification) do not reach: chunks, biases computed ahead, compact features, other kernels.
/// </summary>
internal sealed class GoldenCase : IDisposable
{
    private readonly ReferenceCase _case;
    private readonly SafetensorsFile _file;

    public GoldenCase(string name)
    {
        string carried = Path.Combine(Repository.Golden, "Network", $"{name}.safetensors");
        string path = File.Exists(carried) ? carried : Repository.RequireReference($"modules/{name}.safetensors");
        _case = ReferenceCase.Open(path, CPU);
        _file = SafetensorsFile.Open(path);
    }

    public CaseConfiguration Config => _case.Config;

    public int Int(string key) => Config.Int(key);

    public Tensor Input(string name) => _case.Input(name);

    public Tensor? Optional(string name) => _case.InputOrNull(name);

    public Tensor Tensor(string name) => _case.Get(name);

    /// <summary>The features under a prefix of the inputs.</summary>
    public ModelInputs Features(string prefix = "input_feature_dict.") => ModelInputs.From(Arrays(prefix));

    /// <summary>The inputs under a prefix, by the rest of their names.</summary>
    public IEnumerable<NamedArray> Arrays(string prefix) =>
        _case.Keys("input." + prefix).Select(key => _file.Read(key) with { Name = key[("input." + prefix).Length..] });

    public T Load<T>(T module, bool train = false) where T : nn.Module
    {
        WeightsLoader.Load(module, _case, share: false);
        module.train(train);
        return module;
    }

    public void Check(Tensor actual, string output = "output")
    {
        using var scope = NewDisposeScope();
        var expected = Tensor(output).to(ScalarType.Float64);
        actual.shape.ShouldBe(expected.shape);
        double tolerance = Tolerances.For(_case.NoiseFloor(output), expected.abs().max().item<double>());
        (actual.to(ScalarType.Float64) - expected).abs().max().item<double>().ShouldBeLessThanOrEqualTo(tolerance, output);
    }

    /// <summary>Compares the gradient of sum(output * gradweight) by every weight with the recorded one.</summary>
    public void CheckGradients(nn.Module module, Tensor output)
    {
        using var scope = NewDisposeScope();
        (output * Tensor("gradweight.output")).sum().backward();
        foreach (var (name, parameter) in module.named_parameters())
        {
            var expected = Tensor("grad.weight." + name);
            ((parameter.grad! - expected).norm() / expected.norm()).item<float>().ShouldBeLessThanOrEqualTo((float)Tolerances.Gradient, name);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _case.Dispose();
    }
}
