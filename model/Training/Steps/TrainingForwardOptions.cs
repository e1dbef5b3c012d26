namespace Foldline.Training.Steps;

/// <summary>How one example runs through the network in training.</summary>
/// <param name="MiniRolloutSteps">Sampler steps of the structure that confidence is trained on. Default 20.</param>
/// <param name="DiffusionChunk">Noisy samples denoised at once; all where <c>null</c>.</param>
/// <param name="ConfidenceOnly">Train the confidence head alone: the trunk gets no gradients, the denoiser is not trained.</param>
public sealed record TrainingForwardOptions(int MiniRolloutSteps = 20, int? DiffusionChunk = null, bool ConfidenceOnly = false);
