using Foldline.Network.Configuration;
using Foldline.Network.Model;
using Foldline.Structures.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Weights;

/// <summary>What a weights file holds, and which of the named models it fits. Models are compared by names and shapes alone, without their memory.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">The container format.</param>
/// <param name="Bytes">The length of the file.</param>
/// <param name="Sha256">Its hash, as manifests name weights.</param>
/// <param name="Tensors">The number of tensors.</param>
/// <param name="Parameters">The number of their elements.</param>
/// <param name="Types">How many tensors have each element type.</param>
/// <param name="Models">Every named model, the best fit first.</param>
public sealed record WeightsSummary(
    string Path, WeightsFormat Format, long Bytes, string Sha256, int Tensors, long Parameters, IReadOnlyDictionary<ElementType, int> Types,
    IReadOnlyList<ModelFit> Models)
{
    /// <summary>The models that the file loads into. Several share all names and shapes; their weights do not tell them apart.</summary>
    public IReadOnlyList<string> Fitting => [.. Models.Where(model => model.Fits).Select(model => model.Model)];

    /// <summary>Summarises a file.</summary>
    public static WeightsSummary Of(WeightsFile file) => new(
        file.Path, file.Format, file.Bytes, file.Sha256, file.Tensors.Count, file.Parameters,
        file.Headers.GroupBy(header => header.Type).ToDictionary(group => group.Key, group => group.Count()),
        [.. NetworkRegistry.All.Select(configuration => Fit(configuration, file)).OrderBy(fit => fit.Difference.Count)]);

    private static ModelFit Fit(NetworkConfiguration configuration, WeightsFile file)
    {
        using var model = new ProtenixModel(configuration, META);
        var wanted = model.named_parameters().ToDictionary(pair => pair.name, pair => (IReadOnlyList<long>)pair.parameter.shape);
        return new ModelFit(configuration.Name, WeightsDifference.Between(wanted, file.Headers, model.OptionalWeights));
    }
}
