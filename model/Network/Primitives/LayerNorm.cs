using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>
/// Layer normalisation over the last axis, epsilon 1e-5, in the four variants the network uses: with or without a scale, with or without an offset. Its
/// statistics are single precision, whatever type goes through it.
/// </summary>
public class LayerNorm : nn.Module<Tensor, Tensor>
{
    /// <summary>Added to the variance under the root.</summary>
    public const double Epsilon = 1e-5;

    [ComponentName(Name = "weight")] private readonly Parameter? _weight;
    [ComponentName(Name = "bias")] private readonly Parameter? _bias;
    private readonly long[] _shape;

    /// <summary>A normalisation of <paramref name="channels"/> channels.</summary>
    public LayerNorm(long channels, bool scale = true, bool offset = true, Device? device = null) : base(nameof(LayerNorm))
    {
        _shape = [channels];
        _weight = scale ? Parameters.Allocate(device, channels) : null;
        _bias = offset ? Parameters.Allocate(device, channels) : null;
        RegisterComponents();
    }

    /// <summary>The scale, [c], or <c>null</c>.</summary>
    public Parameter? Weight => _weight;

    /// <summary>The offset, [c], or <c>null</c>.</summary>
    public Parameter? Bias => _bias;

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)                                   // [...,c] -> [...,c]
    {
        bool asTheyAre = x.dtype == ScalarType.Float32 || x.device_type == DeviceType.CPU || (_weight is null && _bias is null);
        if (asTheyAre) return nn.functional.layer_norm(x, _shape, _weight, _bias, Epsilon);
        using var scope = NewDisposeScope();                                   // only the processor's kernel takes bf16 beside single-precision weights
        return nn.functional.layer_norm(x, _shape, _weight?.to(x.dtype), _bias?.to(x.dtype), Epsilon).MoveToOuterDisposeScope();
    }
}
