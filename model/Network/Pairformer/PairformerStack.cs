using Foldline.Network.Fast;
using Foldline.Network.Primitives;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Pairformer;

/// <summary>AF3 supplement, Algorithm 17.</summary>
public class PairformerStack : nn.Module<Tensor?, Tensor, Tensor?, (Tensor? Single, Tensor Pair)>
{
    [ComponentName(Name = "blocks")] private readonly ModuleList<PairformerBlock> _blocks;

    /// <summary>A stack of <paramref name="blocks"/> blocks of the given widths.</summary>
    public PairformerStack(PairformerDimensions dimensions, int blocks, Device? device = null) : base(nameof(PairformerStack))
    {
        _blocks = new([.. Enumerable.Range(0, blocks).Select(_ => new PairformerBlock(dimensions, device))]);
        RegisterComponents();
    }

    /// <summary>The blocks in order.</summary>
    public IReadOnlyList<PairformerBlock> Blocks => [.. _blocks];

    /// <inheritdoc/>
    public override (Tensor? Single, Tensor Pair) forward(Tensor? s, Tensor z, Tensor? mask) => Run(s, z, mask, CancellationToken.None);

    /// <summary>The stack, cancellable between its blocks.</summary>
    public virtual (Tensor? Single, Tensor Pair) Run(Tensor? s, Tensor z, Tensor? mask, CancellationToken cancellationToken)   // [i,cS], [i,j,cZ], [i,j]
    {
        using var scope = NewDisposeScope();
        var single = s?.alias();
        if (_blocks.Count > 0 && _blocks.All(block => block.UpdatesInPlace))
        {
            var (newSingle, newPair) = Overwrite(single, _blocks[0].Dense(z), mask, cancellationToken);
            return (newSingle?.MoveToOuterDisposeScope(), PairformerBlock.InType(newPair, z.dtype).MoveToOuterDisposeScope());
        }
        var pair = z.alias();
        foreach (var block in _blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (nextSingle, nextPair) = Segments.Run(SegmentKind.PairBlock, block.call, single, pair, mask);
            single?.Dispose();
            pair.Dispose();
            (single, pair) = (nextSingle, nextPair);
        }
        return (single?.MoveToOuterDisposeScope(), pair.MoveToOuterDisposeScope());
    }

    /// <summary>The stack over pairs that the caller gives away: they are overwritten or disposed, so that only one set of them stands.</summary>
    internal (Tensor? Single, Tensor Pair) Consume(Tensor? s, Tensor z, Tensor? mask, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        if (z.is_contiguous() && _blocks.All(block => block.UpdatesInPlace && block.PairType == z.dtype))
        {
            var (newSingle, newPair) = Overwrite(s?.alias(), z.alias(), mask, cancellationToken);
            z.Dispose();
            return (newSingle?.MoveToOuterDisposeScope(), newPair.MoveToOuterDisposeScope());
        }
        var (single, pair) = Run(s, z, mask, cancellationToken);
        z.Dispose();
        return (single?.MoveToOuterDisposeScope(), pair.MoveToOuterDisposeScope());
    }

    /// <summary>The stack over one copy of the pairs, which every block updates in place.</summary>
    private (Tensor? Single, Tensor Pair) Overwrite(Tensor? single, Tensor pair, Tensor? mask, CancellationToken cancellationToken)
    {
        foreach (var block in _blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var span = ModuleSpan.Of(block);
            using var previous = single;
            single = block.Overwrite(single, pair, mask);
        }
        return (single, pair);
    }
}
