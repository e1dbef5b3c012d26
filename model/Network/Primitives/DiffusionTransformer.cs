using Foldline.Network.Fast;
using TorchSharp;
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

    /// <summary>The type that the products are taken in.</summary>
    public ScalarType Type => _blocks.Count == 0 ? ScalarType.Float32 : _blocks[0].Attention.Attention.Type;

    /// <inheritdoc/>
    public override Tensor forward(Tensor a, Tensor s, Tensor z)               // [..,i,cA], [..,i,cS], [..,i,j,cZ] | [..,w,32,128,cZ] -> [..,i,cA]
    {
        if (UpdatesInPlace(a) && a.dim() <= 3) return Overwrite(a, index => Fast![index].Condition(Batched(s, a)), index => _blocks[index].Attention.BiasFor(a, z));
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
        if (UpdatesInPlace(a) && a.dim() <= 3) return Overwrite(a, index => Fast![index].Condition(Batched(s, a)), index => biases[index]);
        return Run(a, (block, x, index) => Segments.Run(SegmentKind.TransformerBlock, block.WithBias, x, s, biases[index]));
    }

    /// <summary>Takes the place of the plain path where no gradient is wanted; <c>null</c>, the default, keeps it.</summary>
    internal IReadOnlyList<FastDiffusionBlock>? Fast { get; set; }

    /// <summary>Whether the fast path is taken now: on a processor. Elsewhere its blocks of rows would be launches too small to be worth their while.</summary>
    internal bool UpdatesInPlace(Tensor x) => Fast is not null && !training && FastPaths.MayOverwrite && x.device_type == DeviceType.CPU;

    /// <summary>What the condition says to every block, where the fast path is taken: for atoms it holds over the steps of a sampler.</summary>
    internal IReadOnlyList<BlockCondition>? Conditions(Tensor s) => UpdatesInPlace(s) ? [.. Fast!.Select(block => block.Condition(s))] : null;   // [1,i,cS]

    /// <summary>The stack for biases and conditions computed ahead. Only where <see cref="UpdatesInPlace"/>.</summary>
    internal Tensor WithBiases(Tensor a, IReadOnlyList<BlockCondition> conditions, IReadOnlyList<Tensor> biases) =>
        Overwrite(a, index => conditions[index], index => biases[index]);

    private Tensor Overwrite(Tensor a, Func<int, BlockCondition> condition, Func<int, Tensor> bias)   // [..,i,cA] -> [..,i,cA]
    {
        using var scope = NewDisposeScope();
        var result = Pairformer.PairformerBlock.Dense(a, ScalarType.Float32);
        var rows = a.dim() == 2 ? result.unsqueeze(0) : result;
        for (int index = 0; index < _blocks.Count; index++)
        {
            using var blockScope = NewDisposeScope();
            Fast![index].AddTo(rows, condition(index), a.dim() == 2 ? bias(index).unsqueeze(0) : bias(index));
        }
        return Pairformer.PairformerBlock.InType(result, a.dtype).MoveToOuterDisposeScope();
    }

    private static Tensor Batched(Tensor s, Tensor a) => (a.dim() == 2 ? s.unsqueeze(0) : s).contiguous();

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
