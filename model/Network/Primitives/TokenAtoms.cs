using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>Carries features between tokens and their atoms.</summary>
public static class TokenAtoms
{
    /// <summary>Gives every atom its token's features.</summary>
    public static Tensor Broadcast(Tensor token, Tensor atomToToken) => token.index_select(-2, atomToToken);   // [..,i,c], [l] -> [..,l,c]

    /// <summary>Averages the atoms of each token; a token without atoms gets zeros.</summary>
    public static Tensor Mean(Tensor atom, Tensor atomToToken, long tokens)    // [..,l,c], [l] -> [..,i,c]
    {
        using var scope = NewDisposeScope();
        long[] shape = [.. atom.shape];
        shape[^2] = tokens;
        var sum = atom.new_zeros(shape).index_add(-2, atomToToken, atom, 1);
        var count = atom.new_zeros(tokens).index_add(0, atomToToken, atom.new_ones(atom.shape[^2]), 1).clamp(min: 1);
        return (sum / count.unsqueeze(-1)).MoveToOuterDisposeScope();
    }
}
