using Foldline.Network.Model;
using Foldline.Network.Weights;
using Foldline.Sequences;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>Loads the weights that fine-tuning starts from.</summary>
internal static class StartingWeights
{
    /// <summary>Loads all parameters strictly, or those that the file has in the right shape; the others keep what they hold.</summary>
    /// <param name="model">The network.</param>
    /// <param name="path">The weights.</param>
    /// <param name="partially">Whether parameters may be missing.</param>
    /// <param name="fresh">Parameters whose name contains one of these keep what they hold in any case.</param>
    /// <returns>The parameters that were not loaded.</returns>
    /// <exception cref="InputException">Strictly: the weights do not fit. Partially: nothing fits.</exception>
    public static IReadOnlyList<string> Load(ProtenixModel model, string path, bool partially, IReadOnlyList<string> fresh)
    {
        using var file = WeightsFile.Open(path);
        using var noGradient = no_grad();
        var kept = model.named_parameters().Where(pair => fresh.Any(part => pair.name.Contains(part, StringComparison.Ordinal)))
            .Select(pair => (Parameter: (Tensor)pair.parameter, Value: pair.parameter.clone().DetachFromDisposeScope())).ToList();
        try
        {
            return Load(model, file, partially);
        }
        finally
        {
            foreach (var (parameter, value) in kept)
            {
                using (value) parameter.copy_(value);
            }
        }
    }

    private static List<string> Load(ProtenixModel model, WeightsFile file, bool partially)
    {
        if (!partially)
        {
            WeightsLoader.Load(model, file, model.OptionalWeights, share: false);
            return [];
        }
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
        if (missing.Count == parameters.Length) throw new InputException($"{file.Path}: none of its tensors fits the model {model.Configuration.Name}.");
        return missing;
    }
}
