namespace Foldline.Training.Runs;

/// <summary>Where a training run stands.</summary>
/// <param name="Model">The model's registered name.</param>
/// <param name="Step">Optimiser steps taken; also the next step's number.</param>
/// <param name="Seed">The run's seed, from which entries, noise and dropout of every step follow.</param>
/// <param name="Label">What the weights are where they are no predictor.</param>
public sealed record TrainingState(string Model, long Step, long Seed, string Label = "");
