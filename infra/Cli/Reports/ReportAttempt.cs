namespace Foldline.Cli.Reports;

/// <summary>One attempt of one stage, a bar in the timeline.</summary>
/// <param name="Target">The target it worked for.</param>
/// <param name="Stage">The stage: search, features, inference, ranking …</param>
/// <param name="Started">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Succeeded">Whether it ended well.</param>
/// <param name="Reused">Whether an earlier result was taken instead of working.</param>
/// <param name="Class">Why it failed: transient, resource (memory, disk or time), deterministic, poison; <c>null</c> where it did not.</param>
/// <param name="Rung">How often its work had been cut into smaller pieces, after attempts that ran out of memory.</param>
public sealed record ReportAttempt(string Target, string Stage, DateTimeOffset Started, TimeSpan Duration, bool Succeeded, bool Reused = false, string? Class = null, int Rung = 0);
