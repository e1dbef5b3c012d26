using Foldline.Features;

namespace Foldline.Activities.Prediction;

/// <summary>One seed of one target.</summary>
/// <param name="Features">The features, their conformers not yet moved.</param>
/// <param name="Seed">The seed of every random draw.</param>
/// <param name="Samples">Structures to make.</param>
/// <param name="Steps">Diffusion steps.</param>
/// <param name="Cycles">Recycles of the trunk.</param>
/// <param name="Rung">The rung of the escalation ladder: higher means smaller pieces at a time.</param>
public sealed record PredictionRequest(FeatureSet Features, long Seed, int Samples, int Steps, int Cycles, int Rung);
