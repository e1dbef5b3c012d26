using Foldline.Network.Model;
using Foldline.Network.Weights;
using Foldline.Sequences;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>Loads the weights that fine-tuning starts from.</summary>
internal static class StartingWeights
{
    /// <summary>Loads all parameters strictly, or those that the file has in the right shape; the others keep what they hold.</summary>
    /// <returns>The parameters that were not loaded.</returns>
    /// <exception cref="InputException">Strictly: the weights do not fit. Partially: nothing fits.</exception>
    public static IReadOnlyList<string> Load(ProtenixModel model, string path, bool partially)
    {
        using var file = WeightsFile.Open(path);
        if (!partially)
        {
            WeightsLoader.Load(model, file, model.OptionalWeights, share: false);
            return [];
        }
        using var noGradient = no_grad();
        var missing = new List<string>();
        var parameters = model.named_parameters().ToArray();
        foreach (var (name, parameter) in parameters)
        {
            if (!file.TryFind(name, out var stored) || !stored!.Header.Shape.SequenceEqual(parameter.shape))
            {
                missing.Add(name);
                continue;
            }
            using var scope = NewDisposeScope();
            parameter.copy_(file.Load(name));
        }
        if (missing.Count == parameters.Length) throw new InputException($"{path}: none of its tensors fits the model {model.Configuration.Name}.");
        return missing;
    }
}
