using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>
/// AF3 supplement, Algorithm 23: a stack of conditioned attention and transition blocks over tokens, or over atoms when the pairs come by window.
/// </summary>
public class DiffusionTransformer : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "blocks")] private readonly ModuleList<DiffusionTransformerBlock> _blocks;

    /// <summary>A stack of <paramref name="blocks"/> blocks.</summary>
    public DiffusionTransformer(long cA, long cS, long cZ, int blocks, long heads, bool crossAttention = false, Device? device = null)
        : base(nameof(DiffusionTransformer))
    {
        _blocks = new([.. Enumerable.Range(0, blocks).Select(_ => new DiffusionTransformerBlock(cA, cS, cZ, heads, crossAttention, device))]);
        RegisterComponents();
    }

    /// <summary>The blocks in order.</summary>
    public IReadOnlyList<DiffusionTransformerBlock> Blocks => [.. _blocks];

    /// <inheritdoc/>
    public override Tensor forward(Tensor a, Tensor s, Tensor z)               // [..,i,cA], [..,i,cS], [..,i,j,cZ] | [..,w,32,128,cZ] -> [..,i,cA]
    {
        return Run(a, (block, x, _) => Segments.Run(SegmentKind.TransformerBlock, block.call, x, s, z));
    }

    /// <summary>The pair bias of every block: constant over the steps of a sampler, so it is computed once.</summary>
    public IReadOnlyList<Tensor> PairBiases(Tensor z) => [.. _blocks.Select(block => block.Attention.PairBias(z))];   // [..,i,j,cZ] -> n of [..,h,i,j]

    /// <summary>The windowed pair bias of every block, for <paramref name="atoms"/> atoms.</summary>
    public IReadOnlyList<Tensor> LocalPairBiases(Tensor z, long atoms) => [.. _blocks.Select(block => block.Attention.LocalPairBias(z, atoms))];

    /// <summary>The stack for biases computed ahead, one per block.</summary>
    public Tensor WithBiases(Tensor a, Tensor s, IReadOnlyList<Tensor> biases) // [..,i,cA], [..,i,cS], n of [..,h,i,j] -> [..,i,cA]
    {
        if (biases.Count != _blocks.Count) throw new ArgumentException($"{_blocks.Count} blocks need as many biases, not {biases.Count}.", nameof(biases));
        return Run(a, (block, x, index) => Segments.Run(SegmentKind.TransformerBlock, block.WithBias, x, s, biases[index]));
    }

    /// <summary>Each block's result is released as soon as the next one stands; only the caller's tensor is left alone.</summary>
    private Tensor Run(Tensor a, Func<DiffusionTransformerBlock, Tensor, int, Tensor> apply)
    {
        var current = a.alias();
        for (int index = 0; index < _blocks.Count; index++)
        {
            using var previous = current;
            current = apply(_blocks[index], previous, index);
        }
        return current;
    }
}
