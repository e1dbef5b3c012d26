using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Structures.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

/// <summary>One recorded case of the original: constructor arguments, weights, inputs and outputs.</summary>
internal sealed class GoldenCase : IDisposable
{
    private readonly SafetensorsFile _file;
    private readonly Dictionary<string, Tensor> _tensors = [];

    public GoldenCase(string name)
    {
        string carried = Path.Combine(Repository.Golden, "Network", $"{name}.safetensors");
        _file = SafetensorsFile.Open(File.Exists(carried) ? carried : Repository.RequireReference($"modules/{name}.safetensors"));
        Config = JsonNode.Parse(_file.Metadata["config"])!.AsObject();
    }

    public JsonObject Config { get; }

    public int Int(string key) => Config[key]!.GetValue<int>();

    public bool Flag(string key) => Config[key]!.GetValue<bool>();

    public Tensor Input(string name) => Tensor("input." + name);

    /// <summary>An input that gradients reach.</summary>
    public Tensor Leaf(string name) => Input(name).requires_grad_();

    public bool Has(string name) => _file.Contains(name);

    public Tensor? Optional(string name) => _file.Contains("input." + name) ? Input(name) : null;

    public Tensor Tensor(string name) => _tensors.TryGetValue(name, out var known) ? known : _tensors[name] = Read(name).DetachFromDisposeScope();

    public IEnumerable<NamedArray> Arrays(string prefix) => _file.Arrays.Where(a => a.Name.StartsWith("input." + prefix, StringComparison.Ordinal))
        .Select(a => _file.Read(a.Name) with { Name = a.Name["input.".Length..][prefix.Length..] });

    /// <summary>The features under a prefix of the inputs, under their official names.</summary>
    public Network.Inputs.ModelInputs Features(string prefix = "input_feature_dict.") => Network.Inputs.ModelInputs.From(Arrays(prefix));

    /// <summary>Fills the module strictly: every parameter from the file, every weight of the file used.</summary>
    public T Load<T>(T module, bool train = false) where T : nn.Module
    {
        var state = module.state_dict();
        var expected = _file.Arrays.Select(a => a.Name).Where(n => n.StartsWith("weight.",
            StringComparison.Ordinal)).Select(n => n["weight.".Length..]).Order();
        state.Keys.Order().ShouldBe(expected);
        using (no_grad())
            foreach (var (key, parameter) in state)
            {
                parameter.shape.ShouldBe(Tensor("weight." + key).shape, key);
                parameter.copy_(Tensor("weight." + key));
            }
        module.train(train);
        return module;
    }

    /// <summary>
    /// Ten times the recorded noise floor. Rounding of the result itself (2^-22 of its largest entry) always passes, since a case without weights has a floor
    /// of zero; where no floor is recorded, 1e-5 of the largest entry.
    /// </summary>
    public void Check(Tensor actual, string output = "output", double atLeast = 0)
    {
        var floors = _file.Metadata.TryGetValue("fp32_noise_floor_maxabs", out var text) ? JsonNode.Parse(text)! : null;
        double? floor = floors?[output]?.GetValue<double>();
        using var scope = NewDisposeScope();
        var expected = Tensor(output);
        actual.shape.ShouldBe(expected.shape);
        double difference = (actual.to(ScalarType.Float64) - expected.to(ScalarType.Float64)).abs().max().item<double>();
        double largest = expected.to(ScalarType.Float64).abs().max().item<double>();
        difference.ShouldBeLessThanOrEqualTo(Math.Max(floor is null ? 1e-5 * largest : 10 * floor.Value, Math.Max(atLeast, largest / (1 << 22))), output);
    }

    /// <summary>Compares the gradient of sum(outputs * gradweight) with the recorded one, by relative norm.</summary>
    public void CheckGradients(nn.Module module, params (Tensor Value, string Name)[] outputs)
    {
        using var scope = NewDisposeScope();
        var loss = outputs.Select(o => (o.Value * Tensor("gradweight." + o.Name)).sum()).Aggregate((a, b) => a + b);
        loss.backward();
        // Some gradients are zero but for rounding (a constant under a softmax); 1e-7 of the whole gradient's norm is noise.
        double whole = Math.Sqrt(_file.Arrays.Where(a => a.Name.StartsWith("grad.",
            StringComparison.Ordinal)).Sum(a => Tensor(a.Name).square().sum().item<float>()));
        foreach (var (name, parameter) in module.named_parameters())
            Compare(parameter.grad!, Tensor("grad.weight." + name), name);
        foreach (var input in _file.Arrays.Where(a => a.Name.StartsWith("grad.input.", StringComparison.Ordinal)).Select(a => a.Name["grad.input.".Length..]))
            Compare(Input(input).grad!, Tensor("grad.input." + input), input);

        void Compare(Tensor actual, Tensor expected, string name) =>
            (actual - expected).norm().item<float>().ShouldBeLessThanOrEqualTo((float)(1e-4 * expected.norm().item<float>() + 1e-7 * whole), name);
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values) tensor.Dispose();
        _file.Dispose();
    }

    private Tensor Read(string name)
    {
        var array = _file.Read(name);
        long[] shape = [.. array.Shape];
        return array.Type switch
        {
            ElementType.Float32 => tensor(array.Values<float>().ToArray(), shape),
            ElementType.Int64 => tensor(array.Values<long>().ToArray(), shape),
            ElementType.Bool => tensor(array.Values<bool>().ToArray(), shape),
            _ => throw new JsonException(array.Type.ToString()),
        };
    }
}
