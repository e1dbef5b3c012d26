namespace Foldline.Workflows;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The page.</param>
/// <param name="Next">Where the next page begins, to be handed back as it is; <c>null</c> where this is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
