using Foldline.Network.Msa;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>
/// An <see cref="OuterProductMean"/> added to the pairs in place. The products of a stripe of rows are one matrix product over the alignment as it lies; they are
/// brought into pair order a few pairs at a time, in the cache, just before their projection.
/// </summary>
internal sealed class FastOuterProductMean(OuterProductMean module)
{
    private const double Epsilon = 1e-3;
    private const long StripeElements = 1L << 22;                              // 16 MB of products for each thread
    private const long DeviceElements = 1L << 26;                              // 256 MB of them on another device

    private readonly LayerNorm _norm = module.Norm("layer_norm");
    private readonly Linear _left = module.Linear("linear_1"), _right = module.Linear("linear_2"), _out = module.Linear("linear_out");

    /// <summary>Adds the update of an alignment without mask to dense <paramref name="z"/>.</summary>
    public void AddTo(Tensor z, Tensor m)                                      // [i,j,cZ], [r,i,cM]
    {
        using var span = ModuleSpan.Of(module);
        using var scope = NewDisposeScope();
        long rows = m.shape[0], tokens = m.shape[1], c = _left.Weight.shape[0], cells = rows * tokens;
        Tensor left = empty(cells, c, dtype: m.dtype, device: m.device), right = empty_like(left), flat = m.view(cells, -1);
        CacheBlocks.ForEach(m, cells, CacheBlocks.Rows(m, 2 * m.shape[2]), (start, count) =>
        {
            var x = VectorKernels.Normalised(_norm, flat.narrow(0, start, count), m.dtype);
            left.narrow(0, start, count).copy_(_left.forward(x));
            right.narrow(0, start, count).copy_(_right.forward(x));
        });
        Tensor byRow = left.view(rows, tokens * c).t(), others = right.view(rows, tokens * c);
        double share = 1 / (rows + Epsilon);
        bool onProcessor = m.device_type == DeviceType.CPU;
        long stripe = Math.Max(1, (onProcessor ? StripeElements : DeviceElements) / (tokens * c * c)), pairsAtOnce = CacheBlocks.Rows(m, 2 * c * c);
        var bias = _out.Bias! * share;
        CacheBlocks.ForEach(m, tokens, stripe, (start, count) =>
        {
            var products = mm(byRow.narrow(0, start * c, count * c), others).view(count, c, tokens, c);
            if (!onProcessor)
            {
                Project(z.narrow(0, start, count).view(count * tokens, -1), products.transpose(1, 2));
                return;
            }
            for (long row = 0; row < count; row++)
            {
                for (long first = 0; first < tokens; first += pairsAtOnce)
                {
                    using var pairScope = NewDisposeScope();
                    long pairs = Math.Min(pairsAtOnce, tokens - first);
                    Project(z[start + row].narrow(0, first, pairs), products[row].narrow(1, first, pairs).transpose(0, 1));
                }
            }
        });

        void Project(Tensor target, Tensor outer) =>                           // [n,cZ], [..,c,e] of n pairs
            target.addmm_(outer.reshape(target.shape[0], c * c), _out.Weight.t(), 1, (float)share).add_(bias);
    }
}
