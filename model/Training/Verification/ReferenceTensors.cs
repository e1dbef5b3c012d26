using System.Text.Json;
using Foldline.Structures.Arrays;
using static TorchSharp.torch;

namespace Foldline.Training.Verification;

/// <summary>A reference case as tensors: inputs, outputs and gradients by their names in the file.</summary>
internal sealed class ReferenceTensors : IDisposable
{
    private readonly SafetensorsFile _file;

    public ReferenceTensors(string path)
    {
        _file = SafetensorsFile.Open(path);
        Config = JsonDocument.Parse(_file.Metadata.GetValueOrDefault("config", "{}")).RootElement;
    }

    public string Class => _file.Metadata.GetValueOrDefault("class", "");

    public JsonElement Config { get; }

    public IEnumerable<string> Names => _file.Arrays.Select(array => array.Name);

    public bool Contains(string name) => _file.Contains(name);

    /// <summary>The named tensor, copied out of the file.</summary>
    public Tensor this[string name] => ArrayTensor.From(_file.Read(name));

    /// <summary>The named tensor, or <c>null</c> where the file has none.</summary>
    public Tensor? Optional(string name) => Contains(name) ? this[name] : null;

    /// <summary>An input whose gradient the file also holds.</summary>
    public Tensor Leaf(string name) => this["input." + name].requires_grad_(Contains("grad." + name));

    public void Dispose() => _file.Dispose();
}
