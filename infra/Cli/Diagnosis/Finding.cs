namespace Foldline.Cli.Diagnosis;

/// <summary>One thing <c>foldline doctor</c> looked at.</summary>
/// <param name="What">The thing.</param>
/// <param name="IsOk">Whether it is there.</param>
/// <param name="IsNeeded">Whether a run fails without it.</param>
/// <param name="Says">What was found, or how to get it.</param>
public sealed record Finding(string What, bool IsOk, bool IsNeeded, string Says);
