using Foldline.Network.Inputs;
using Foldline.Training.Data;
using Foldline.Training.Steps;

namespace Foldline.Training.Runs;

/// <summary>One example of a step.</summary>
/// <param name="Name">What it is called in curves and messages.</param>
/// <param name="Example">Features and truth.</param>
/// <param name="Matching">Fits the truth to what the network made of these inputs, with a seed for choices among equals.</param>
/// <param name="Rollout">The structure to judge, where it was sampled before the run; then nothing but the confidence head runs.</param>
internal sealed record TrainingItem(string Name, TrainingExample Example, Func<ModelInputs, long, ILabelMatching> Matching, Rollout? Rollout = null);
