namespace Foldline.Activities.Prediction;

/// <summary>Which network with which weights a process holds, and how it computes: everything besides features and seed that a prediction depends on.</summary>
/// <param name="Model">The configuration's official name.</param>
/// <param name="WeightsHash">SHA-256 of the weights file, or <c>untrained-SEED</c>.</param>
/// <param name="WeightsLabel">What the weights are where they are no trained predictor; empty otherwise.</param>
/// <param name="Device">The kind of device: cpu, cuda, npu.</param>
/// <param name="Dtype">fp32 or bf16.</param>
/// <param name="Steps">Diffusion steps where a definition names none.</param>
/// <param name="Cycles">Recycles where a definition names none.</param>
public sealed record ModelIdentity(string Model, string WeightsHash, string WeightsLabel, string Device, string Dtype, int Steps, int Cycles);
