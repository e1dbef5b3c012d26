using System.Text.Json;
using Foldline.Network.Inputs;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using static TorchSharp.torch;

namespace Foldline.Network.Verification;

/// <summary>
/// A reference case as its file holds it: weights, inputs, random draws and outputs of one module or function of the original. Tensors are made once and live
/// until the case is disposed.
/// </summary>
public sealed class ReferenceCase : ITensorSource, IDisposable
{
    private const string WeightPrefix = "weight.", InputPrefix = "input.", GradientPrefix = "grad.input.";

    private readonly WeightsFile _file;
    private readonly SafetensorsFile _arrays;
    private readonly List<IDisposable> _owned = [];
    private readonly IReadOnlyDictionary<string, string> _metadata;
    private readonly JsonDocument _config;
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly Device _device;
    private readonly Disturbance? _disturbance;
    private readonly Generator? _noise;

    private ReferenceCase(WeightsFile file, SafetensorsFile arrays, JsonDocument config, Device device, Disturbance? disturbance)
    {
        _file = file;
        _arrays = arrays;
        _metadata = arrays.Metadata;
        _config = config;
        _device = device;
        _disturbance = disturbance;
        _noise = disturbance is null ? null : new Generator(disturbance.Seed, CPU);
        Headers = [.. from header in file.Headers where header.Name.StartsWith(WeightPrefix) select header with { Name = header.Name[WeightPrefix.Length..] }];
    }

    /// <summary>Opens a file; one that is not a reference case is an <see cref="InputException"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where its tensors go.</param>
    /// <param name="disturbance">Noise on what it holds; none by default.</param>
    public static ReferenceCase Open(string path, Device device, Disturbance? disturbance = null)
    {
        var arrays = SafetensorsFile.Open(path);
        try
        {
            if (!arrays.Metadata.ContainsKey("class")) throw new InputException($"{path}: this is not a reference case: its metadata names no 'class'.");
            var config = JsonDocument.Parse(arrays.Metadata.GetValueOrDefault("config", "{}"));
            return new ReferenceCase(WeightsFile.Open(path), arrays, config, device, disturbance);
        }
        catch (JsonException fault)
        {
            arrays.Dispose();
            throw new InputException($"{path}: the metadata entry 'config' is not valid JSON ({fault.Message}).", fault);
        }
        catch
        {
            arrays.Dispose();
            throw;
        }
    }

    /// <summary>The file's name without its ending.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(_file.Path);

    /// <summary>The class or function of the original.</summary>
    public string Class => _metadata["class"];

    /// <summary>The constructor arguments.</summary>
    public CaseConfiguration Config => new(_config.RootElement, _file.Path);

    /// <summary>Whether the case holds gradients.</summary>
    public bool HasGradients => _file.Headers.Any(header => header.Name.StartsWith("gradweight."));

    /// <summary>Whether the original was in training mode.</summary>
    public bool TrainMode => _metadata.GetValueOrDefault("train_mode") == "True" || HasGradients;

    /// <inheritdoc/>
    public string Description => _file.Path;

    /// <summary>Names, types and shapes of the weights, relative to the module.</summary>
    public IReadOnlyList<ArrayHeader> Headers { get; }

    /// <inheritdoc/>
    Tensor ITensorSource.Load(string name) => Disturbed(_file.Load(WeightPrefix + name), _disturbance is { OfWeights: true });

    /// <summary>Every key that starts with a prefix.</summary>
    public IEnumerable<string> Keys(string prefix) =>
        _file.Headers.Select(header => header.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => _file.TryFind(key, out _);

    /// <summary>
    /// The tensor under a full key, on the case's device, in the file's own precision: how far a network computes in less is its own affair.
    /// </summary>
    public Tensor Get(string key)
    {
        if (_tensors.TryGetValue(key, out var known)) return known;
        using var scope = NewDisposeScope();
        var tensor = Disturbed(_file.Load(key), key.StartsWith(InputPrefix)).to(_device);
        if (key.StartsWith(InputPrefix) && Has(GradientPrefix + key[InputPrefix.Length..])) tensor = tensor.detach().requires_grad_();
        return _tensors[key] = tensor.DetachFromDisposeScope();
    }

    // A mask of zeros and ones is not a number that anybody rounds.
    private Tensor Disturbed(Tensor tensor, bool applies) => !applies || _disturbance is null || tensor.dtype != ScalarType.Float32 || tensor.eq(tensor * tensor).all().item<bool>()
        ? tensor
        : tensor * (1 + _disturbance.Size * randn(tensor.shape, dtype: ScalarType.Float32, generator: _noise));

    /// <summary>The input <c>input.NAME</c>.</summary>
    public Tensor Input(string name) => Get(InputPrefix + name);

    /// <summary>The input <c>input.NAME</c>, or <c>null</c> where the original was given <c>None</c>.</summary>
    public Tensor? InputOrNull(string name) => Has(InputPrefix + name) ? Input(name) : null;

    /// <summary>The inputs below <c>input.NAME.</c>, by the rest of their names.</summary>
    public IReadOnlyDictionary<string, Tensor> Inputs(string name)
    {
        string prefix = $"{InputPrefix}{name}.";
        return Keys(prefix).ToDictionary(key => key[prefix.Length..], Get, StringComparer.Ordinal);
    }

    /// <summary>
    /// The inputs below <c>input.NAME.</c>, or all where no name is given, as the features of a target. The set lives until the case is disposed.
    /// </summary>
    public ModelInputs Features(string? name)
    {
        string prefix = name is null ? InputPrefix : $"{InputPrefix}{name}.";
        var arrays = _file.Headers.Where(header => header.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(header =>
            _arrays.Read(header.Name) with { Name = header.Name[prefix.Length..] });
        var inputs = ModelInputs.From(arrays, _device);
        _owned.Add(inputs);
        return inputs;
    }

    /// <summary>Where the case's tensors are.</summary>
    public Device Device => _device;

    /// <summary>Keeps something alive until the case is disposed.</summary>
    public void Own(IDisposable item) => _owned.Add(item);

    /// <summary>The noise floor that the file records for an output, or <c>null</c>.</summary>
    public double? NoiseFloor(string output)
    {
        if (!_metadata.TryGetValue("fp32_noise_floor_maxabs", out string? text)) return null;
        using var floors = JsonDocument.Parse(text);
        if (floors.RootElement.ValueKind == JsonValueKind.Number) return floors.RootElement.GetDouble();
        if (floors.RootElement.ValueKind != JsonValueKind.Object) return null;
        string shortName = output.StartsWith("output.", StringComparison.Ordinal) ? output["output.".Length..] : output;
        foreach (string name in new[] { output, shortName })
            if (floors.RootElement.TryGetProperty(name, out var floor)) return floor.GetDouble();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var item in _owned) item.Dispose();
        foreach (var tensor in _tensors.Values) tensor.Dispose();
        _arrays.Dispose();
        _noise?.Dispose();
        _config.Dispose();
        _file.Dispose();
    }
}
