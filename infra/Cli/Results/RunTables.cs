using Foldline.Ranking.Output;

namespace Foldline.Cli.Results;

/// <summary>What a run knows of its targets when it ends.</summary>
/// <param name="Rows">Targets with structures, best first.</param>
/// <param name="Failures">Targets without.</param>
public sealed record RunTables(IReadOnlyList<RankingRow> Rows, IReadOnlyList<TargetFailure> Failures);
