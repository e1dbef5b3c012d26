using Foldline.Network.Embedding;
using Foldline.Network.Fast;
using Foldline.Network.Inputs;
using static TorchSharp.torch;

namespace Foldline.Network.Diffusion;

/// <summary>
/// All that the diffusion module needs besides noisy positions and their level: the same for every step and sample of a prediction, so it is computed once.
/// Owns its tensors; under autograd they are part of the graph.
/// </summary>
public sealed class DiffusionContext : IDisposable
{
    internal DiffusionContext(AtomInputs atoms, long tokens) => (Atoms, Tokens) = (atoms, tokens);

    /// <summary>The reference conformers; they stay the inputs'.</summary>
    public AtomInputs Atoms { get; }

    /// <summary>The number of tokens.</summary>
    public long Tokens { get; }

    /// <summary>The single representation before the noise level joins. [i,cS]</summary>
    public required Tensor SingleBase { get; init; }

    /// <summary>The conditioned pairs, where <see cref="TokenBiases"/> are not kept; else <c>null</c>. [1,i,j,cZ]</summary>
    public required Tensor? Pairs { get; init; }

    /// <summary>What the atoms are.</summary>
    public required AtomConditioning Conditioning { get; init; }

    /// <summary>The biases of the atom transformer on the way in, one per block. [1,w,h,32,128]</summary>
    public required IReadOnlyList<Tensor> EncoderBiases { get; init; }

    /// <summary>The biases of the transformer over tokens, one per block, or <c>null</c> where they would take too much memory. [1,h,i,j]</summary>
    public required IReadOnlyList<Tensor>? TokenBiases { get; init; }

    /// <summary>The biases of the atom transformer on the way out, one per block. [1,w,h,32,128]</summary>
    public required IReadOnlyList<Tensor> DecoderBiases { get; init; }

    /// <summary>What the atoms' condition says to the blocks on the way in, where they take their fast path.</summary>
    internal IReadOnlyList<BlockCondition>? EncoderConditions { get; init; }

    /// <summary>The same on the way out.</summary>
    internal IReadOnlyList<BlockCondition>? DecoderConditions { get; init; }

    internal IEnumerable<Tensor> Owned =>
        [.. EncoderBiases, .. TokenBiases ?? (Pairs is null ? [] : [Pairs]), .. DecoderBiases, SingleBase, Conditioning.Single, Conditioning.Pair,
            .. (EncoderConditions ?? []).Concat(DecoderConditions ?? []).SelectMany(condition => condition.Tensors)];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Owned) tensor.Dispose();
    }
}
