using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>The total loss and what it consists of.</summary>
/// <param name="Total">A scalar with gradient.</param>
/// <param name="Terms">The value of each term before weighting; confidence terms are absent where the resolution excludes them.</param>
public sealed record LossReport(Tensor Total, IReadOnlyDictionary<LossTerm, double> Terms);
