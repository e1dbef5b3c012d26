using Foldline.Structures.Arrays;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Model;

/// <summary>A module's parameters as plain arrays, to be written to a file.</summary>
internal static class StateArrays
{
    public static IReadOnlyList<NamedArray> Of(nn.Module module) =>
        [.. module.state_dict().Select(pair => NamedArray.From(pair.Key, pair.Value.data<float>().ToArray(), pair.Value.shape))];
}
