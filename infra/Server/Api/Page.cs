namespace Foldline.Server.Api;

/// <summary>A page of a list.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">The address of the next page; absent on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);
