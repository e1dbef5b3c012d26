using Foldline.Sequences;
using Foldline.Structures.Arrays;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Foldline.Network.Weights;

/// <summary>
/// Loads a module by the official names, strictly: every parameter is there with its shape and nothing is left over, or nothing is loaded and one error says
/// what differs.
/// </summary>
public static class WeightsLoader
{
    private const int NamesInAnError = 5;

    /// <summary>Loads every parameter.</summary>
    /// <param name="module">The module to fill.</param>
    /// <param name="source">Where the tensors come from.</param>
    /// <param name="optional">Parameters that may be absent; they become zero, which is how the original initialises them.</param>
    /// <param name="share">Lets parameters of the same type on the CPU use the source's memory in place of a copy. Writing to them never reaches the
    /// file.</param>
    public static void Load(nn.Module module, ITensorSource source, IReadOnlySet<string>? optional = null, bool share = true)
    {
        var parameters = module.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter, StringComparer.Ordinal);
        var wanted = parameters.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<long>)pair.Value.shape);
        var difference = WeightsDifference.Between(wanted, source.Headers, optional);
        if (!difference.IsEmpty) throw new InputException($"{source.Description}: these weights do not fit the model: {difference.Describe(NamesInAnError)}.");
        var present = source.Headers.ToDictionary(header => header.Name, StringComparer.Ordinal);
        using var _ = no_grad();
        foreach (var (name, parameter) in parameters)
        {
            if (!present.ContainsKey(name)) parameter.zero_();
            else Fill(parameter, source, name, share);
        }
    }

    private static void Fill(Parameter parameter, ITensorSource source, string name, bool share)
    {
        using var scope = NewDisposeScope();
        var tensor = source.Load(name);
        if (share && parameter.device_type == DeviceType.CPU && tensor.dtype == parameter.dtype && tensor.is_contiguous()) parameter.set_(tensor);
        else parameter.copy_(tensor);
    }
}
