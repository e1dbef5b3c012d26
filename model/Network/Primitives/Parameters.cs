using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>Allocates parameters without filling them.</summary>
internal static class Parameters
{
    /// <summary>A parameter of single precision whose values are whatever the memory held; strict loading or initialisation writes every one of them.</summary>
    public static Parameter Allocate(Device? device, params long[] shape) =>
        new(empty(shape, dtype: ScalarType.Float32, device: device ?? CPU), requires_grad: true);
}
