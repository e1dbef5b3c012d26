using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>A <see cref="Transition"/> with its residual, in place, a cache's worth of rows at a time.</summary>
internal sealed class FastTransition(Transition module)
{
    private readonly LayerNorm _norm = module.Norm("layernorm1");
    private readonly Linear _gate = module.Linear("linear_no_bias_a"), _value = module.Linear("linear_no_bias_b"), _out = module.Linear("linear_no_bias");

    /// <summary>Adds the update to dense <paramref name="x"/>.</summary>
    public void AddTo(Tensor x)                                                // [...,c]
    {
        using var span = ModuleSpan.Of(module);
        using var scope = NewDisposeScope();
        var rows = x.view(-1, x.shape[^1]);
        CacheBlocks.ForEach(x, rows.shape[0], CacheBlocks.Rows(x, 2 * _gate.Weight.shape[0]), (start, count) =>
        {
            var some = rows.narrow(0, start, count);
            var y = VectorKernels.Normalised(_norm, some, _gate.Type);
            _out.AddTo(some, VectorKernels.SiluTimes(_gate.forward(y), _value.forward(y)));
        });
    }
}
