namespace Foldline.Workflows;

/// <summary>One page of instances, with the number of all.</summary>
/// <param name="Items">The page.</param>
/// <param name="Total">Instances that fit the query.</param>
public sealed record InstancePage(IReadOnlyList<TargetSummary> Items, int Total);
