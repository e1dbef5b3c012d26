using System.Globalization;
using System.Text.Json;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Training.Optimisation;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>
/// A training state on disk: a folder <c>step-N</c> with <c>model.safetensors</c> and <c>ema.safetensors</c> under official names,
/// <c>optimiser.safetensors</c> and <c>state.json</c>. It appears by one rename, so a killed process leaves the previous one whole. Random numbers follow from
/// seed and step, so the step is their state.
/// </summary>
public static class TrainingCheckpoint
{
    private const string Prefix = "step-", ModelFile = "model.safetensors", AverageFile = "ema.safetensors", OptimiserFile = "optimiser.safetensors",
        StateFile = "state.json";

    /// <summary>Writes a checkpoint and removes all but the newest.</summary>
    /// <param name="folder">The folder of checkpoints.</param>
    /// <param name="state">What is not a tensor.</param>
    /// <param name="optimiser">The parameters and their moments.</param>
    /// <param name="average">The averaged parameters, or <c>null</c>.</param>
    /// <param name="frozen">Parameters that are not trained but belong to the model.</param>
    /// <param name="keep">How many to keep.</param>
    public static void Write(
        string folder, TrainingState state, Adam optimiser, ParameterAverage? average, IReadOnlyDictionary<string, Tensor> frozen, int keep)
    {
        Directory.CreateDirectory(folder);
        var name = Prefix + state.Step.ToString("D8", CultureInfo.InvariantCulture);
        var partial = Path.Combine(folder, $".{name}.partial");
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        var metadata = new Dictionary<string, string> { ["model"] = state.Model, ["step"] = state.Step.ToString(CultureInfo.InvariantCulture) };
        if (state.Label.Length > 0) metadata[WeightsFile.LabelKey] = state.Label;
        Save(Path.Combine(partial, ModelFile), optimiser.Parameters.Concat(frozen), metadata);
        if (average is not null) Save(Path.Combine(partial, AverageFile), average.Shadow.Concat(frozen), metadata);
        Save(Path.Combine(partial, OptimiserFile), optimiser.State().Select(item => KeyValuePair.Create(item.Name, item.Value)), metadata);
        File.WriteAllText(Path.Combine(partial, StateFile), JsonSerializer.Serialize(state));
        var target = Path.Combine(folder, name);
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        Directory.Move(partial, target);
        foreach (var old in List(folder).SkipLast(keep)) Directory.Delete(old, recursive: true);
    }

    /// <summary>The checkpoints of a folder, oldest first; empty where there is none.</summary>
    public static IReadOnlyList<string> List(string folder)
        => Directory.Exists(folder) ? [.. Directory.GetDirectories(folder, Prefix + "*").Order(StringComparer.Ordinal)] : [];

    /// <summary>The step that a checkpoint was written at.</summary>
    public static long StepOf(string checkpoint) => long.Parse(Path.GetFileName(checkpoint)[Prefix.Length..], CultureInfo.InvariantCulture);

    /// <summary>The averaged weights of a checkpoint, or the plain ones where no average was kept.</summary>
    public static string WeightsOf(string checkpoint)
        => Path.Combine(checkpoint, AverageFile) is var average && File.Exists(average) ? average : Path.Combine(checkpoint, ModelFile);

    /// <summary>Puts a checkpoint back, bit for bit.</summary>
    /// <param name="checkpoint">Its folder.</param>
    /// <param name="model">The model that the configuration trains.</param>
    /// <param name="optimiser">The parameters and their moments.</param>
    /// <param name="average">The averaged parameters, or <c>null</c>.</param>
    /// <param name="frozen">Parameters that are not trained (any more): they may have been when the checkpoint was written.</param>
    /// <exception cref="InputException">The checkpoint is damaged or of another model.</exception>
    public static TrainingState Read(string checkpoint, string model, Adam optimiser, ParameterAverage? average, IReadOnlyDictionary<string, Tensor> frozen)
    {
        var state = ReadState(checkpoint);
        if (state.Model != model)
            throw new InputException($"{checkpoint} is of model {state.Model}, the configuration trains {model}; use another output folder.");
        using (var weights = WeightsFile.Open(Path.Combine(checkpoint, ModelFile)))
        {
            using var noGradient = no_grad();
            foreach (var (name, parameter) in optimiser.Parameters.Concat(frozen))
            {
                using var saved = weights.Load(name);
                using var written = parameter.detach().copy_(saved);
            }
        }
        using (var moments = WeightsFile.Open(Path.Combine(checkpoint, OptimiserFile))) optimiser.Restore(state.Step, moments.Load);
        if (average is not null)
        {
            using var averages = WeightsFile.Open(Path.Combine(checkpoint, AverageFile));
            average.Restore(averages.Load);
        }
        return state;
    }

    private static TrainingState ReadState(string checkpoint)
    {
        var path = Path.Combine(checkpoint, StateFile);
        try
        {
            return JsonSerializer.Deserialize<TrainingState>(File.ReadAllText(path)) ?? throw new InputException($"{path} holds null.");
        }
        catch (Exception fault) when (fault is JsonException or FileNotFoundException)
        {
            throw new InputException($"The checkpoint {checkpoint} is damaged: {fault.Message} Remove it to go on from the one before.", fault);
        }
    }

    private static void Save(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var all = tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        SafetensorsWriter.Write(
            path, [.. all.Select(pair => new ArrayHeader(pair.Key, ElementType.Float32, pair.Value.shape))], index => Bytes(all[index].Value), metadata);
    }

    /// <summary>The values of a tensor, row by row.</summary>
    internal static ReadOnlyMemory<byte> Bytes(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().bytes.ToArray();
    }
}
