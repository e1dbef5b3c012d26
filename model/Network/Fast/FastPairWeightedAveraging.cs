using Foldline.Network.Msa;
using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>
/// An <see cref="MsaPairWeightedAveraging"/> with its residual, in place, a few rows of the alignment at a time. Values and gates are written channels first, so that
/// averaging is one product per head on data already in place.
/// </summary>
internal sealed class FastPairWeightedAveraging(MsaPairWeightedAveraging module)
{
    private readonly LayerNorm _norm = module.Norm("layernorm_m"), _normPair = module.Norm("layernorm_z");
    private readonly Linear _value = module.Linear("linear_no_bias_mv"), _weight = module.Linear("linear_no_bias_z");
    private readonly Linear _gate = module.Linear("linear_no_bias_mg"), _out = module.Linear("linear_no_bias_out");

    /// <summary>Adds the update to a dense alignment.</summary>
    public void AddTo(Tensor m, Tensor z)                                      // [r,i,c], [i,j,cZ]
    {
        using var span = ModuleSpan.Of(module);
        using var scope = NewDisposeScope();
        long rows = m.shape[0], tokens = m.shape[1], channels = m.shape[2], heads = _weight.Weight.shape[0], hidden = _value.Weight.shape[0];
        var weights = FastPairBias.ByHead(_normPair, _weight, z.view(-1, z.shape[2])).view(heads, tokens, tokens).softmax(-1).transpose(1, 2);   // [h,j,i]
        long step = CacheBlocks.WholeRows(m, tokens, 4 * hidden);
        CacheBlocks.ForEach(m, rows, step, (start, count) =>
        {
            var some = m.narrow(0, start, count).view(count * tokens, channels);
            var x = VectorKernels.Normalised(_norm, some, m.dtype).t();                                   // [c,r*j]
            var values = mm(_value.Weight, x).view(heads, -1, tokens);         // [h,c*r,j]
            var averaged = bmm(values, weights).view(hidden, -1);              // [h*c,r*i]
            VectorKernels.Gate(averaged, mm(_gate.Weight, x));
            _out.AddTo(some, averaged.t());
        });
    }
}
