using Foldline.Network.Inputs;
using Foldline.Network.Model;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>Structures of one seed sampled earlier, with what the confidence head needs to judge them. All of it belongs to the <see cref="RolloutSet"/>.</summary>
/// <param name="Inputs">The entry's features.</param>
/// <param name="Trunk">What the trunk made of the seed.</param>
/// <param name="Structure">[sample,l,3] Å.</param>
/// <param name="Steps">The sampler steps that the first was made with.</param>
internal sealed record Rollout(ModelInputs Inputs, Trunk Trunk, Tensor Structure, int Steps);
