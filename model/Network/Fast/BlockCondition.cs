using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>
/// All that the condition s says to a block of a diffusion transformer, in the type of its products. Samples of one noise level share it; for atoms, whose condition
/// does not know the noise, it is the same in every step of a sampler.
/// </summary>
/// <param name="Query">The norm before the attention.</param>
/// <param name="Key">The second norm of keys and values, where the attention is a cross attention.</param>
/// <param name="AttentionGate">The gate of the attention's update. [1|S,i,cA]</param>
/// <param name="Transition">The norm before the transition.</param>
/// <param name="TransitionGate">The gate of the transition's update. [1|S,i,cA]</param>
internal sealed record BlockCondition(Adaptation Query, Adaptation? Key, Tensor AttentionGate, Adaptation Transition, Tensor TransitionGate)
{
    /// <summary>All tensors.</summary>
    public IEnumerable<Tensor> Tensors =>
    [
        Query.Scale, Query.Shift, .. Key is null ? (Tensor[])[] : [Key.Scale, Key.Shift], AttentionGate, Transition.Scale, Transition.Shift, TransitionGate,
    ];
}
