namespace Foldline.Workflows;

/// <summary>A page of a listing.</summary>
/// <param name="Items">The versions of the page.</param>
/// <param name="Total">How many there are over all pages.</param>
public sealed record DefinitionPage(IReadOnlyList<DefinitionVersion> Items, int Total);
