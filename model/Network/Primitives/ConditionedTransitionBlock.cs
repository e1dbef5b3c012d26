using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>AF3 supplement, Algorithm 25: the feed-forward update of a, normalised and gated by the condition s.</summary>
public class ConditionedTransitionBlock : nn.Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "adaln")] private readonly AdaptiveLayerNorm _norm;
    [ComponentName(Name = "linear_nobias_a1")] private readonly Linear _gate;
    [ComponentName(Name = "linear_nobias_a2")] private readonly Linear _value;
    [ComponentName(Name = "linear_nobias_b")] private readonly Linear _out;
    [ComponentName(Name = "linear_s")] private readonly Linear _gateOut;

    /// <summary>
    /// A block of <paramref name="cA"/> channels, conditioned on <paramref name="cS"/>, with a hidden layer <paramref name="factor"/> times as wide.
    /// </summary>
    public ConditionedTransitionBlock(long cA, long cS, int factor = 2, Device? device = null) : base(nameof(ConditionedTransitionBlock))
    {
        _norm = new AdaptiveLayerNorm(cA, cS, device);
        _gate = new Linear(cA, factor * cA, initialization: Initialization.Rectified, device: device);
        _value = new Linear(cA, factor * cA, initialization: Initialization.Rectified, device: device);
        _out = new Linear(factor * cA, cA, device: device);
        _gateOut = new Linear(cS, cA, bias: true, Initialization.ClosedGate, device: device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor a, Tensor s)                         // [...,i,cA], [...,i,cS] -> [...,i,cA]
    {
        using var scope = NewDisposeScope();
        var x = _norm.call(a, s).to(_gate.Type);
        var update = _out.call(nn.functional.silu(_gate.call(x)) * _value.call(x));
        return (sigmoid(_gateOut.call(s)) * update).to(a.dtype).MoveToOuterDisposeScope();
    }
}
