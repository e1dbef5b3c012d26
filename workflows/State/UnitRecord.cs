namespace Foldline.Workflows;

/// <summary>A committed unit of work.</summary>
/// <param name="Key">Its content key.</param>
/// <param name="ResultJson">Its result.</param>
/// <param name="RunId">The run that made it.</param>
public sealed record UnitRecord(string Key, string ResultJson, string RunId);
