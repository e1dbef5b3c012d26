using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Msa;

/// <summary>
/// AF3 supplement, Algorithm 9: what pairs of columns of the alignment have in common. The sum over rows is divided by their number after the output
/// projection, so its bias is divided too.
/// </summary>
public class OuterProductMean : nn.Module<Tensor, Tensor?, Tensor>, IChunked
{
    private const double Epsilon = 1e-3;
    private const long ElementsElsewhere = 1L << 26;                           // 256 MB of outer products on other devices

    [ComponentName(Name = "layer_norm")] private readonly LayerNorm _norm;
    [ComponentName(Name = "linear_1")] private readonly Linear _left;
    [ComponentName(Name = "linear_2")] private readonly Linear _right;
    [ComponentName(Name = "linear_out")] private readonly Linear _out;

    /// <summary>From <paramref name="cM"/> alignment channels through <paramref name="cHidden"/> × <paramref name="cHidden"/> products to the pairs.</summary>
    public OuterProductMean(long cM, long cZ, long cHidden = 32, Device? device = null) : base(nameof(OuterProductMean))
    {
        _norm = new LayerNorm(cM, device: device);
        _left = new Linear(cM, cHidden, device: device);
        _right = new Linear(cM, cHidden, device: device);
        _out = new Linear(cHidden * cHidden, cZ, bias: true, Initialization.Zero, device: device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public long? ChunkSize { get; set; }

    /// <summary>The update of the pairs, without the residual.</summary>
    public override Tensor forward(Tensor m, Tensor? mask)                     // [r,i,c], [r,i] -> [i,j,cZ]
    {
        using var scope = NewDisposeScope();
        long rows = m.shape[0], tokens = m.shape[1];
        var x = _norm.call(m);
        var left = Masked(_left.call(x));                                      // [r,i,c]
        var right = Masked(_right.call(x)).flatten(1, 2);                      // [r,j*e]
        long c = left.shape[2];
        var sum = Chunked.Map(Outer, tokens, dim: 0, ChunkSize ?? RowsAtOnce(x, tokens * c * c));
        using var count = mask is null ? null : matmul(mask.transpose(0, 1), mask).unsqueeze(-1);   // [i,j,1]
        var mean = count is null ? sum / (rows + Epsilon) : sum / (count + Epsilon);
        return mean.MoveToOuterDisposeScope();

        static long? RowsAtOnce(Tensor x, long outer) => Chunked.CacheRows(x, outer / 2) ?? (is_grad_enabled() ? null : Math.Max(1, ElementsElsewhere / outer));

        Tensor Masked(Tensor y) => mask is null ? y : y * mask.unsqueeze(-1);

        Tensor Outer(long start, long length)                                  // rows start.. of the pairs
        {
            using var chunkScope = NewDisposeScope();
            var some = left.narrow(1, start, length).flatten(1, 2);            // [r,i*c]
            var products = mm(some.transpose(0, 1), right).view(length, c, tokens, c).transpose(1, 2);   // [i,j,c,e]
            return _out.call(products.flatten(2)).MoveToOuterDisposeScope();
        }
    }
}
