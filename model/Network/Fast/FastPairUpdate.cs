using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>The pair updates of a Pairformer block, in place.</summary>
internal sealed class FastPairUpdate : IPairUpdate
{
    private readonly FastTriangleMultiplication _multiplyOut, _multiplyIn;
    private readonly FastTriangleAttention _attendStart, _attendEnd;
    private readonly FastTransition _transition;

    /// <summary>The updates of one block, with its parameters.</summary>
    public FastPairUpdate(PairformerBlock block)
    {
        _multiplyOut = new FastTriangleMultiplication((TriangleMultiplication)block.Child("tri_mul_out"), outgoing: true);
        _multiplyIn = new FastTriangleMultiplication((TriangleMultiplication)block.Child("tri_mul_in"), outgoing: false);
        _attendStart = new FastTriangleAttention((TriangleAttention)block.Child("tri_att_start"), ending: false);
        _attendEnd = new FastTriangleAttention((TriangleAttention)block.Child("tri_att_end"), ending: true);
        _transition = new FastTransition((Transition)block.Child("pair_transition"));
    }

    /// <summary>In how many parts the triangle multiplication takes its second projection.</summary>
    public int MultiplicationGroups { get; set; } = 1;

    /// <inheritdoc/>
    public void Apply(Tensor z, Tensor? mask)
    {
        _multiplyOut.AddTo(z, mask, MultiplicationGroups);
        _multiplyIn.AddTo(z, mask, MultiplicationGroups);
        _attendStart.AddTo(z, mask);
        _attendEnd.AddTo(z, mask);
        _transition.AddTo(z);
    }
}
