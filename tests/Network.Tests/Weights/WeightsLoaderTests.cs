using Foldline.Network.Primitives;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Weights;

public sealed class WeightsLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("foldline-loader-").FullName;
    private readonly Transition _module = new(4, 2);

    private static readonly (string Name, long[] Shape)[] Wanted =
    [
        ("layernorm1.weight", [4]), ("layernorm1.bias", [4]), ("linear_no_bias_a.weight", [8, 4]), ("linear_no_bias_b.weight", [8, 4]),
        ("linear_no_bias.weight", [4, 8]),
    ];

    public void Dispose()
    {
        _module.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private WeightsFile File(params (string Name, long[] Shape)[] tensors)
    {
        string path = Path.Combine(_folder, "weights.safetensors");
        SafetensorsWriter.Write(path, [.. tensors.Select((item, index) =>
            NamedArray.From(item.Name, [.. Enumerable.Range(0, (int)item.Shape.Aggregate(1L, (a, b) => a * b)).Select(i => i + 100f * index)], item.Shape))]);
        return WeightsFile.Open(path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_fitting_file_fills_every_parameter_and_may_be_closed(bool share)
    {
        using (var file = File(Wanted)) WeightsLoader.Load(_module, file, share: share);
        var state = _module.state_dict();
        state["layernorm1.bias"].data<float>().ToArray().ShouldBe([100f, 101, 102, 103]);
        state["linear_no_bias.weight"][3, 7].item<float>().ShouldBe(431f);
        using var x = ones(2, 4);
        using var y = _module.call(x);
        y.sum().backward();
        _module.named_parameters().Count(pair => pair.parameter.grad is null).ShouldBe(0);
    }

    [Fact]
    public void Every_kind_of_difference_is_named_and_nothing_is_loaded()
    {
        using (var good = File(Wanted)) WeightsLoader.Load(_module, good, share: false);
        using var file = File(
            ("layernorm1.weight", [4]), ("layernorm1.bias", [5]), ("linear_no_bias_a.weight", [8, 4]), ("linear_no_bias.weight", [4, 8]), ("surplus", [1]));
        var fault = Should.Throw<InputException>(() => WeightsLoader.Load(_module, file));
        fault.Message.ShouldContain("weights.safetensors");
        fault.Message.ShouldContain("1 missing (linear_no_bias_b.weight)");
        fault.Message.ShouldContain("1 not part of the model (surplus)");
        fault.Message.ShouldContain("layernorm1.bias is [5] and should be [4]");
        _module.state_dict()["layernorm1.bias"].data<float>().ToArray().ShouldBe([100f, 101, 102, 103]);
    }

    [Fact]
    public void Many_differences_are_counted_after_the_first_few()
    {
        using var file = File([.. Enumerable.Range(0, 12).Select(index => ($"extra.{index}", new long[] { 1 }))]);
        var fault = Should.Throw<InputException>(() => WeightsLoader.Load(_module, file));
        fault.Message.ShouldContain("12 not part of the model (extra.0, extra.1, extra.2, extra.3, extra.4 and 7 more)");
    }

    [Fact]
    public void An_optional_parameter_may_be_absent_and_becomes_zero()
    {
        using var file = File([.. Wanted.Where(item => item.Name != "layernorm1.bias")]);
        WeightsLoader.Load(_module, file, new HashSet<string> { "layernorm1.bias" });
        _module.state_dict()["layernorm1.bias"].data<float>().ToArray().ShouldBe([0f, 0, 0, 0]);
    }

    [Fact]
    public void Weights_of_another_precision_are_converted()
    {
        string path = Path.Combine(_folder, "half.safetensors");
        using (var file = File(Wanted)) WeightsConverter.Convert(file, path, ElementType.BFloat16);
        using var half = WeightsFile.Open(path);
        half.Tensors.ShouldAllBe(tensor => tensor.Header.Type == ElementType.BFloat16);
        WeightsLoader.Load(_module, half);
        _module.state_dict()["layernorm1.bias"].dtype.ShouldBe(float32);
        _module.state_dict()["layernorm1.bias"].data<float>().ToArray().ShouldBe([100f, 101, 102, 103]);
    }

    [Fact]
    public void Converting_keeps_names_shapes_and_values()
    {
        string path = Path.Combine(_folder, "views.safetensors");
        using var source = WeightsFile.Open(Path.Combine(Repository.Golden, "checkpoints", "views.pt"));
        WeightsConverter.Convert(source, path);
        using var converted = WeightsFile.Open(path);
        converted.Headers.Count.ShouldBe(source.Headers.Count);
        foreach (var header in source.Headers)
        {
            var match = converted.Headers.Single(other => other.Name == header.Name);
            (match.Type, match.ShapeText).ShouldBe((header.Type, header.ShapeText));
        }

        foreach (var header in source.Headers)
        {
            using Tensor before = source.Load(header.Name), after = converted.Load(header.Name);
            before.eq(after).all().item<bool>().ShouldBeTrue(header.Name);
        }
    }

    [Fact]
    public void A_conversion_that_fails_leaves_no_file()
    {
        string path = Path.Combine(_folder, "none.safetensors");
        Should.Throw<InputException>(() =>
        {
            using var file = WeightsFile.Open(Path.Combine(Repository.Golden, "checkpoints", "malicious.pt"));
            WeightsConverter.Convert(file, path);
        });
        Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void Untrained_weights_follow_from_the_seed_and_the_rules()
    {
        using var again = new Transition(4, 2);
        using var other = new Transition(4, 2);
        using var wide = new Linear(400, 300);
        UntrainedWeights.Initialise(_module, 7);
        UntrainedWeights.Initialise(again, 7);
        UntrainedWeights.Initialise(other, 8);
        UntrainedWeights.Initialise(wide, 7);
        var (first, second, third) = (_module.state_dict(), again.state_dict(), other.state_dict());
        foreach (string name in first.Keys) first[name].eq(second[name]).all().item<bool>().ShouldBeTrue(name);
        first["linear_no_bias_a.weight"].eq(third["linear_no_bias_a.weight"]).any().item<bool>().ShouldBeFalse();
        first["layernorm1.weight"].eq(1).all().item<bool>().ShouldBeTrue();
        first["linear_no_bias.weight"].eq(0).all().item<bool>().ShouldBeTrue();        // the residual branch starts silent
        double deviation = 1 / Math.Sqrt(400);
        wide.Weight.std().item<float>().ShouldBe((float)deviation, (float)deviation * 0.02f);
        wide.Weight.abs().max().item<float>().ShouldBeLessThanOrEqualTo((float)(2.001 * deviation / 0.8796));
    }
}
