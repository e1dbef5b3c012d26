namespace Foldline.Network.Model;

/// <summary>What the network is busy with.</summary>
public enum PredictionStage
{
    /// <summary>Embedding and recycles; steps are recycles.</summary>
    Trunk,

    /// <summary>Sampling structures; steps are denoising steps, summed over the groups of samples.</summary>
    Diffusion,

    /// <summary>Judging structures; steps are samples.</summary>
    Confidence,
}
