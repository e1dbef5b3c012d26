using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Inputs;

/// <summary>
/// AF3 supplement, Algorithm 3, lines 1 to 9: where token j stands from token i, as classes. Kept as three index maps, [i,j], because the 139 one-hot channels
/// they stand for would be the largest tensor of the network.
/// </summary>
public sealed class RelativePositions : IDisposable
{
    /// <summary>Residues and tokens further apart than this, in sequence, look alike.</summary>
    public const int MaxResidues = 32;

    /// <summary>Copies of an entity further apart than this look alike.</summary>
    public const int MaxChains = 2;

    /// <summary>Channels of the one-hot form: 66 residue offsets, 66 token offsets, same entity, 6 copy offsets.</summary>
    public const int Channels = 2 * OffsetClasses + 1 + ChainClasses;

    private const int OffsetClasses = 2 * MaxResidues + 2, ChainClasses = 2 * MaxChains + 2;

    private readonly Tensor[] _tensors;
    private readonly bool _dense;

    private RelativePositions(bool dense, params Tensor[] tensors) => (_dense, _tensors) = (dense, tensors);

    /// <summary>From the identifiers of the tokens, [i] each.</summary>
    public static RelativePositions Compute(Tensor asymId, Tensor residueIndex, Tensor entityId, Tensor symId, Tensor tokenIndex)
    {
        using var scope = NewDisposeScope();
        var sameChain = Same(asymId);
        var residue = Offset(residueIndex, MaxResidues, sameChain);
        var token = Offset(tokenIndex, MaxResidues, sameChain & Same(residueIndex));
        var chain = Offset(symId, MaxChains, Same(entityId));                  // by entity, not by chain: a chain is at offset 0 from itself
        return new RelativePositions(false, [.. new[] { residue, token, chain }.Select(t => t.DetachFromDisposeScope())]);
    }

    /// <summary>From the one-hot form, [i,j,139], as recorded cases give it; takes the tensor over.</summary>
    public static RelativePositions FromDense(Tensor relp) => new(true, relp.DetachFromDisposeScope());

    /// <summary>The product of the one-hot form with a weight.</summary>
    public Tensor Project(Tensor weight)                                       // [c,139] -> [i,j,c]
    {
        using var scope = NewDisposeScope();
        if (_dense) return nn.functional.linear(_tensors[0].to(weight.dtype), weight).MoveToOuterDisposeScope();
        var sum = Residue.Project(weight.narrow(1, 0, OffsetClasses)) + Token.Project(weight.narrow(1, OffsetClasses, OffsetClasses));
        // Every copy offset but the last class says "same entity" too, so that channel joins their rows.
        var chain = weight.narrow(1, 2 * OffsetClasses + 1, ChainClasses);
        var entity = weight.narrow(1, 2 * OffsetClasses, 1).expand(-1, ChainClasses - 1);
        var joined = cat([chain.narrow(1, 0, ChainClasses - 1) + entity, chain.narrow(1, ChainClasses - 1, 1)], 1);
        return (sum + Chain.Project(joined)).MoveToOuterDisposeScope();
    }

    /// <summary>Some rows, as views of these: dispose neither them nor these first.</summary>
    internal RelativePositions Rows(long start, long count) => new(_dense, [.. _tensors.Select(tensor => tensor.narrow(0, start, count))]);

    /// <summary>The one-hot form, for comparison with the original.</summary>
    public Tensor Dense(ScalarType dtype)                                      // [i,j,139]
    {
        using var scope = NewDisposeScope();
        if (_dense) return _tensors[0].to(dtype).MoveToOuterDisposeScope();
        var sameEntity = _tensors[2].ne(ChainClasses - 1).to(dtype).unsqueeze(-1);
        return cat([Residue.Dense(dtype), Token.Dense(dtype), sameEntity, Chain.Dense(dtype)], -1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors) tensor.Dispose();
    }

    private Categorical Residue => new(_tensors[0], OffsetClasses);

    private Categorical Token => new(_tensors[1], OffsetClasses);

    private Categorical Chain => new(_tensors[2], ChainClasses);

    private static Tensor Same(Tensor id) => id.unsqueeze(1).eq(id.unsqueeze(0));

    /// <summary>The clipped difference, shifted to start at 0; pairs that are not comparable get the class after the last.</summary>
    private static Tensor Offset(Tensor index, int max, Tensor comparable)
    {
        var difference = (index.unsqueeze(1) - index.unsqueeze(0) + max).clamp(0, 2 * max);
        return difference.masked_fill(comparable.bitwise_not(), 2 * max + 1).to(ScalarType.Int32);
    }
}
