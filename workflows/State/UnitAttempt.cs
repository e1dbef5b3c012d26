namespace Foldline.Workflows;

/// <summary>An attempt at a unit of work that begins.</summary>
/// <param name="Key">The unit's content key.</param>
/// <param name="Label">The unit in a user's words.</param>
/// <param name="RunId">The run that asks.</param>
/// <param name="InstanceKey">The instance that asks.</param>
/// <param name="Frame">The execution that asks.</param>
/// <param name="Owner">The process.</param>
/// <param name="At">When.</param>
public sealed record UnitAttempt(string Key, string Label, string RunId, long InstanceKey, int Frame, string Owner, DateTimeOffset At);
