using Foldline.Network.Weights;
using Foldline.Structures.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>The sampled structures of one entry as a safetensors file, with what the trunk made of each seed.</summary>
/// <param name="path">The file.</param>
/// <param name="made">How they are made: a file that says otherwise is not read.</param>
/// <param name="device">Where its tensors go.</param>
internal sealed class RolloutFile(string path, string made, Device device)
{
    /// <summary>The input single representation. [seed,i,cSInputs]</summary>
    public const string SInputs = "s_inputs";

    /// <summary>The single representation. [seed,i,cS]</summary>
    public const string Single = "single";

    /// <summary>The pairs. [seed,i,j,cZ]</summary>
    public const string Pair = "pair";

    /// <summary>Å. [seed,sample,l,3]</summary>
    public const string Structures = "structures";

    /// <summary>Sampler steps. [seed,sample]</summary>
    public const string Steps = "steps";

    private const string Made = "made";

    /// <summary>Everything in the file, owned by the caller; <c>null</c> where the structures were not sampled yet. A file appears only when complete.</summary>
    public Dictionary<string, Tensor>? Read()
    {
        if (!File.Exists(path)) return null;
        using var file = WeightsFile.Open(path);
        return file.Metadata.GetValueOrDefault(Made) != made ? null : file.Headers.ToDictionary(header => header.Name, header => Owned(file.Load(header.Name)));
    }

    /// <summary>Writes everything.</summary>
    /// <returns>The same tensors, now owned by the caller.</returns>
    public Dictionary<string, Tensor> Write(Dictionary<string, Tensor> values)
    {
        var all = values.ToArray();
        SafetensorsWriter.Write(
            path, [.. all.Select(pair => new ArrayHeader(pair.Key, pair.Key == Steps ? ElementType.Int64 : ElementType.Float32, pair.Value.shape))],
            index => TrainingCheckpoint.Bytes(all[index].Value), new Dictionary<string, string> { [Made] = made });
        return all.ToDictionary(pair => pair.Key, pair => pair.Value.DetachFromDisposeScope());
    }

    private Tensor Owned(Tensor loaded)
    {
        using (loaded) return loaded.to(device, copy: true).DetachFromDisposeScope();
    }
}
