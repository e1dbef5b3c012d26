namespace Foldline.Cli.Results;

/// <summary>One row of <c>failures.csv</c>.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Stage">Where it failed: <c>input</c>, or the activity's label.</param>
/// <param name="Class">transient, resource, deterministic, poison or cancelled.</param>
/// <param name="Attempts">Attempts made at that stage.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Suggestion">What the user may do; empty for nothing.</param>
/// <param name="LogTail">The last lines of a log, or a stack trace; empty where there is none.</param>
public sealed record TargetFailure(string Target, string Stage, string Class, int Attempts, string Message, string Suggestion, string LogTail);
