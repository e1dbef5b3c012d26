using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Constraint;

/// <summary>
/// The stock transformer layer (Vaswani et al. 2017): attention and a feed-forward update, each normalised after its residual. Four heads, rectifier.
/// </summary>
internal sealed class EncoderLayer : nn.Module<Tensor, Tensor>
{
    private const int Heads = 4, Factor = 4;

    [ComponentName(Name = "self_attn")] private readonly FusedProjectionAttention _attention;
    [ComponentName(Name = "linear1")] private readonly Linear _hidden;
    [ComponentName(Name = "linear2")] private readonly Linear _out;
    [ComponentName(Name = "norm1")] private readonly LayerNorm _normAttention;
    [ComponentName(Name = "norm2")] private readonly LayerNorm _normOut;
    [ComponentName(Name = "dropout")] private readonly Dropout _dropout;

    public EncoderLayer(long c, double dropout, Device? device) : base(nameof(EncoderLayer))
    {
        _attention = new FusedProjectionAttention(c, Heads, device);
        _hidden = new Linear(c, Factor * c, bias: true, Initialization.Zero, device: device);
        _out = new Linear(Factor * c, c, bias: true, Initialization.Zero, device: device);
        _normAttention = new LayerNorm(c, device: device);
        _normOut = new LayerNorm(c, device: device);
        _dropout = new Dropout(dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)                                   // [n,c] -> [n,c]
    {
        using var scope = NewDisposeScope();
        x = _normAttention.call(x + _dropout.call(_attention.call(x)));
        x = _normOut.call(x + _dropout.call(_out.call(_dropout.call(_hidden.call(x).relu()))));
        return x.MoveToOuterDisposeScope();
    }
}
