using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>
/// AF3 supplement, Algorithm 23, lines 2 and 3, as the original runs them: one after the other (a = a + attention; a = a + transition), not side by side.
/// </summary>
public class DiffusionTransformerBlock : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "attention_pair_bias")] private readonly AttentionPairBias _attention;
    [ComponentName(Name = "conditioned_transition_block")] private readonly ConditionedTransitionBlock _transition;

    /// <summary>A block of <paramref name="cA"/> channels, conditioned on <paramref name="cS"/> and biased by <paramref name="cZ"/> pair channels.</summary>
    public DiffusionTransformerBlock(long cA, long cS, long cZ, long heads, bool crossAttention = false, Device? device = null)
        : base(nameof(DiffusionTransformerBlock))
    {
        _attention = new AttentionPairBias(cA, cS, cZ, heads, crossAttention: crossAttention, device: device);
        _transition = new ConditionedTransitionBlock(cA, cS, device: device);
        RegisterComponents();
    }

    /// <summary>The attention, for the bias that can be computed ahead of a sampler's steps.</summary>
    public AttentionPairBias Attention => _attention;

    /// <inheritdoc/>
    public override Tensor forward(Tensor a, Tensor s, Tensor z)               // [..,i,cA], [..,i,cS], [..,i,j,cZ] | [..,w,32,128,cZ] -> [..,i,cA]
    {
        using var scope = NewDisposeScope();
        return Finish(a, _attention.call(a, s, z), s).MoveToOuterDisposeScope();
    }

    /// <summary>The block for a bias computed ahead.</summary>
    public Tensor WithBias(Tensor a, Tensor s, Tensor bias)                    // [..,i,cA], [..,i,cS], [..,h,i,j] | [..,w,h,32,128] -> [..,i,cA]
    {
        using var scope = NewDisposeScope();
        return Finish(a, _attention.Attend(a, s, bias), s).MoveToOuterDisposeScope();
    }

    private Tensor Finish(Tensor a, Tensor attended, Tensor s)
    {
        a = a + attended;
        return a + _transition.call(a, s);
    }
}
