using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Pairformer;

/// <summary>
/// AF3 supplement, Algorithms 14 (starting node: edge ij attends to the edges ik) and 15 (ending node: to the edges kj, which is the same on transposed pairs).
/// The third edge of each triangle gives the bias, shared by all rows.
/// </summary>
public class TriangleAttention : nn.Module<Tensor, Tensor?, Tensor>, IChunked
{
    private const double MaskedLogit = 1e9;

    [ComponentName(Name = "layer_norm")] private readonly LayerNorm _norm;
    [ComponentName(Name = "linear")] private readonly Linear _bias;
    [ComponentName(Name = "mha")] private readonly Attention _attention;
    private readonly bool _starting;

    /// <summary>An attention over <paramref name="cIn"/> pair channels with <paramref name="heads"/> heads of <paramref name="cHead"/> channels.</summary>
    public TriangleAttention(long cIn, long cHead, long heads, bool starting = true, Device? device = null) : base(nameof(TriangleAttention))
    {
        _starting = starting;
        _norm = new LayerNorm(cIn, device: device);
        _bias = new Linear(cIn, heads, device: device);
        _attention = new Attention(cIn, cIn, cHead, heads, device: device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public long? ChunkSize { get; set; }

    /// <summary>The attention inside, for a change of its kernel.</summary>
    public Attention Attention => _attention;

    /// <summary>The update of the pairs, without the residual. A mask costs memory [i,h,j,k]; the network itself never needs one.</summary>
    public override Tensor forward(Tensor z, Tensor? mask)                     // [..,i,j,c], [i,j] -> [..,i,j,c]
    {
        using var scope = NewDisposeScope();
        var x = _norm.call(_starting ? z : z.transpose(-3, -2));
        var masked = mask is null ? null : ((_starting ? mask : mask.transpose(0, 1)) - 1) * MaskedLogit;
        var bias = _bias.ChannelsFirst(x.flatten(-3, -2)).view(z.dim() == 3 ? 1 : z.shape[0], -1, x.shape[^3], x.shape[^2]);   // [1|b,h,j,k]
        if (z.dim() > 3) (x, bias) = (x.flatten(0, 1), bias.repeat_interleave(z.shape[^3], 0));      // every row has the bias of its own pairs
        var update = Chunked.Map(Rows, x.shape[0], dim: 0, ChunkSize).view(z.shape);
        return (_starting ? update : update.transpose(-3, -2)).MoveToOuterDisposeScope();

        Tensor Rows(long start, long count)
        {
            using var rowScope = NewDisposeScope();
            var rows = x.narrow(0, start, count);
            var own = bias.shape[0] == 1 ? bias : bias.narrow(0, start, count);
            var logits = masked is null ? own : own + masked.narrow(0, start, count).unsqueeze(1).unsqueeze(1);
            return _attention.call(rows, rows, logits).MoveToOuterDisposeScope();
        }
    }
}
