using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>AF3 supplement, Algorithm 11: the gated feed-forward update, W₃(silu(W₁ x) ⊙ W₂ x) of the normalised input.</summary>
public class Transition : nn.Module<Tensor, Tensor>, IChunked
{
    [ComponentName(Name = "layernorm1")] private readonly LayerNorm _norm;
    [ComponentName(Name = "linear_no_bias_a")] private readonly Linear _gate;
    [ComponentName(Name = "linear_no_bias_b")] private readonly Linear _value;
    [ComponentName(Name = "linear_no_bias")] private readonly Linear _out;

    /// <summary>A transition of <paramref name="c"/> channels whose hidden layer is <paramref name="factor"/> times as wide.</summary>
    public Transition(long c, int factor, Device? device = null) : base(nameof(Transition))
    {
        _norm = new LayerNorm(c, device: device);
        _gate = new Linear(c, factor * c, initialization: Initialization.Rectified, device: device);
        _value = new Linear(c, factor * c, initialization: Initialization.Rectified, device: device);
        _out = new Linear(factor * c, c, initialization: Initialization.Zero, device: device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public long? ChunkSize { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) =>                                // [...,c] -> [...,c]
        Chunked.Map(Update, x, dim: 0, ChunkSize ?? Chunked.CacheRows(x, x.numel() / (x.shape[0] * x.shape[^1]) * _out.Weight.shape[1]));

    private Tensor Update(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = _norm.call(x).to(_gate.Type);
        return _out.call(nn.functional.silu(_gate.call(y)) * _value.call(y)).to(x.dtype).MoveToOuterDisposeScope();
    }
}
