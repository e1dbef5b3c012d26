using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>What the model predicted; terms whose prediction is absent are left out of the total.</summary>
public sealed record LossPrediction
{
    /// <summary>[sample,l,3] Å, denoised.</summary>
    public Tensor? Coordinate { get; init; }

    /// <summary>[1,l,3] Å, of the mini-rollout; what confidence is trained on.</summary>
    public Tensor? CoordinateMini { get; init; }

    /// <summary>[sample] Å, the noise that each sample was given.</summary>
    public Tensor? NoiseLevel { get; init; }

    /// <summary>[token,token,64] logits.</summary>
    public Tensor? Distogram { get; init; }

    /// <summary>[sample,l,50] logits.</summary>
    public Tensor? Plddt { get; init; }

    /// <summary>[sample,token,token,64] logits.</summary>
    public Tensor? Pde { get; init; }

    /// <summary>[sample,token,token,64] logits.</summary>
    public Tensor? Pae { get; init; }

    /// <summary>[sample,l,2] logits.</summary>
    public Tensor? Resolved { get; init; }
}
