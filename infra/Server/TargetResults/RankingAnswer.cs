namespace Foldline.Server.TargetResults;

/// <summary>A target's samples, best first.</summary>
/// <param name="Target">The target.</param>
/// <param name="Model">The network that made them.</param>
/// <param name="Warning">Where the weights are no trained predictor: what to know before using any of it.</param>
/// <param name="Samples">The samples.</param>
public sealed record RankingAnswer(string Target, string Model, string? Warning, IReadOnlyList<SampleAnswer> Samples);
