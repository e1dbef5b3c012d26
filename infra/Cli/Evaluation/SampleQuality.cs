namespace Foldline.Cli.Evaluation;

/// <summary>One folded structure beside the real one.</summary>
/// <param name="Run">The folder of its run.</param>
/// <param name="Target">The target.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Sample">Its number within the seed.</param>
/// <param name="RankingScore">The score it was ranked by.</param>
/// <param name="Plddt">The network's own pLDDT, 0–100.</param>
/// <param name="Lddt">lDDT over all heavy atoms against the real structure, 0–1.</param>
/// <param name="Atoms">Atoms compared.</param>
/// <param name="Steps">The sampler steps that its run was made with; <c>null</c> where the run does not tell.</param>
public sealed record SampleQuality(string Run, string Target, long Seed, int Sample, double RankingScore, double Plddt, double Lddt, int Atoms, int? Steps);
