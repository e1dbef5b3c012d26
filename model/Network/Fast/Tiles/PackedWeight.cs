using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Fast.Tiles;

/// <summary>
/// Weights of linear layers as the second factor of <see cref="TileProducts.Multiply"/>, laid out once: blocks of columns, each dense, so that a block is read from memory
/// from its beginning to its end. It is a second copy; the layers keep theirs for the plain path.
/// </summary>
internal sealed unsafe class PackedWeight
{
    private readonly Tensor _words;                                            // [blocks, inputs / 2, width]

    /// <summary>Packs rows of weights, [outputs,inputs] in bf16 on the processor; missing ones up to a whole block are zeros.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="width">Outputs of a block, a multiple of 16.</param>
    public PackedWeight(Tensor weight, int width)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        int outputs = (int)weight.shape[0], inner = (int)weight.shape[1];
        (Width, Inner, Blocks) = (width, inner, (outputs + width - 1) / width);
        var whole = zeros(Blocks * width, inner, dtype: ScalarType.BFloat16);
        whole.narrow(0, 0, outputs).copy_(weight);
        _words = empty(Blocks, inner / 2, width, dtype: ScalarType.Int32).DetachFromDisposeScope();
        var source = (uint*)VectorKernels.Data(whole);
        for (int block = 0; block < Blocks; block++) TileWords.Transpose(source + ((long)block * width * inner / 2), inner / 2, Block(block), width, width, inner / 2);
    }

    /// <summary>Columns of a block.</summary>
    public int Width { get; }

    /// <summary>Inputs, the length of a product.</summary>
    public int Inner { get; }

    /// <summary>Blocks of columns.</summary>
    public int Blocks { get; }

    /// <summary>The rows of a layer's weight as they are packed: dense bf16, without gradients.</summary>
    public static Tensor Rows(Linear linear) => linear.Weight.detach();

    /// <summary>The weights of a transition's gates and of the values they open: a block holds so many gates, and after them their values.</summary>
    public static PackedWeight GatesAndValues(Linear gate, Linear value, int ofEach)
    {
        using var scope = NewDisposeScope();
        Tensor Blocks(Linear linear) => Rows(linear).view(-1, ofEach, linear.Weight.shape[1]);
        return new PackedWeight(stack([Blocks(gate), Blocks(value)], 1).view(-1, gate.Weight.shape[1]), 2 * ofEach);
    }

    /// <summary>Whether a layer's weight can be packed.</summary>
    public static bool Takes(Linear linear) =>
        TileProducts.Enabled && linear.Type == ScalarType.BFloat16 && linear.Weight.device_type == DeviceType.CPU && linear.Weight.shape[1] % TileProducts.Multiple == 0;

    /// <summary>c = a times a block of columns.</summary>
    public void Multiply(int block, long rows, ushort* a, long strideA, float* c, long strideC) =>
        TileProducts.Multiply(rows, Width, Inner, a, strideA, Block(block), Width, c, strideC);

    private uint* Block(int block) => (uint*)VectorKernels.Data(_words) + ((long)block * Inner / 2 * Width);
}
