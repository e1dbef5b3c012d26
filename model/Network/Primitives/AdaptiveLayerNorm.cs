using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>AF3 supplement, Algorithm 26: normalise a without parameters, then scale and shift it by what s says.</summary>
public class AdaptiveLayerNorm : nn.Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "layernorm_a")] private readonly LayerNorm _normA;
    [ComponentName(Name = "layernorm_s")] private readonly LayerNorm _normS;
    [ComponentName(Name = "linear_s")] private readonly Linear _scale;
    [ComponentName(Name = "linear_nobias_s")] private readonly Linear _shift;

    /// <summary>Normalises <paramref name="cA"/> channels, conditioned on <paramref name="cS"/>.</summary>
    public AdaptiveLayerNorm(long cA, long cS, Device? device = null) : base(nameof(AdaptiveLayerNorm))
    {
        _normA = new LayerNorm(cA, scale: false, offset: false, device: device);
        _normS = new LayerNorm(cS, offset: false, device: device);
        _scale = new Linear(cS, cA, bias: true, Initialization.Zero, device: device);
        _shift = new Linear(cS, cA, initialization: Initialization.Zero, device: device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor a, Tensor s)                         // [...,i,cA], [...,i,cS] -> [...,i,cA]
    {
        using var scope = NewDisposeScope();
        var condition = _normS.call(s).to(_scale.Type);
        var y = sigmoid(_scale.call(condition)) * _normA.call(a) + _shift.call(condition);
        return y.to(a.dtype).MoveToOuterDisposeScope();
    }
}
