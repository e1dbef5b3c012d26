using static TorchSharp.torch;

namespace Foldline.Training.Recomputation;

/// <summary>
/// Trades time for memory in training: a segment's intermediate values are thrown away after the forward pass and computed again when its gradient is
/// needed (Chen et al. 2016, "Training deep nets with sublinear memory cost"). Random draws inside the segment are replayed, so gradients are the same to
/// the bit.
/// </summary>
/// <remarks>
/// Gradients of parameters used inside the segment are added to their <c>grad</c>, as an ordinary backward pass does. Without gradients the segment just runs.
/// </remarks>
public static class Recompute
{
    /// <summary>Runs a segment of one input and one output.</summary>
    public static Tensor Run(Func<Tensor, Tensor> segment, Tensor input) => Run(x => [segment(x[0])], [input])[0];

    /// <summary>Runs a segment.</summary>
    /// <param name="segment">
    /// A pure function of its inputs, of parameters and of the random state. It runs again after the caller has returned, so every tensor it needs must be an
    /// input or a parameter: a captured one may be disposed by then.
    /// </param>
    /// <param name="inputs">What it is called with; gradients flow to those that require them.</param>
    public static Tensor[] Run(Func<Tensor[], Tensor[]> segment, params Tensor[] inputs)
    {
        if (!is_grad_enabled()) return segment(inputs);
        object[] arguments = [new RecomputeFunction.Segment(segment), .. inputs, Anchor];
        return [.. RecomputeFunction.apply(arguments)];
    }

    /// <summary>
    /// To be called after a backward pass: releases what the last segment returned, and throws what a segment threw, which could not pass through native code.
    /// </summary>
    public static void AfterBackward() => RecomputeFunction.Finish();

    /// <summary>A leaf that requires a gradient, so that a segment whose inputs do not (their parameters do) still takes part in the backward pass.</summary>
    private static Tensor Anchor { get; } = zeros([0], requires_grad: true).DetachFromDisposeScope();
}
