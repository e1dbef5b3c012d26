using Foldline.Network.Fast.Tiles;
using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>A <see cref="Transition"/> with its residual, in place, a cache's worth of rows at a time.</summary>
internal sealed class FastTransition
{
    private readonly Transition _module;
    private readonly LayerNorm _norm;
    private readonly Linear _gate, _value, _out;
    private readonly TileTransition? _tiles;

    /// <summary>The transition with its parameters.</summary>
    public FastTransition(Transition module)
    {
        _module = module;
        _norm = module.Norm("layernorm1");
        (_gate, _value, _out) = (module.Linear("linear_no_bias_a"), module.Linear("linear_no_bias_b"), module.Linear("linear_no_bias"));
        _tiles = TileTransition.For(_norm, _gate, _value, _out);
    }

    /// <summary>Adds the update to dense <paramref name="x"/>.</summary>
    public void AddTo(Tensor x)                                                // [...,c]
    {
        using var span = ModuleSpan.Of(_module);
        using var scope = NewDisposeScope();
        var rows = x.view(-1, x.shape[^1]);
        if (_tiles is not null && TileProducts.Enabled)
        {
            _tiles.AddTo(rows);
            return;
        }
        CacheBlocks.ForEach(x, rows.shape[0], CacheBlocks.Rows(x, 2 * _gate.Weight.shape[0]), (start, count) =>
        {
            var some = rows.narrow(0, start, count);
            var y = VectorKernels.Normalised(_norm, some, _gate.Type);
            var hidden = VectorKernels.SiluTimes(_gate.forward(y), _value.forward(y));
            if (some.dtype == _out.Type) _out.AddTo(some, hidden);
            else some.add_(_out.forward(hidden));
        });
    }
}
