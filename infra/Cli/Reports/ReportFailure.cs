namespace Foldline.Cli.Reports;

/// <summary>A target that did not succeed.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Stage">The stage that failed.</param>
/// <param name="Class">Transient, resource, deterministic or poison.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Message">What went wrong, in a sentence.</param>
/// <param name="Suggestion">What to do.</param>
public sealed record ReportFailure(string Target, string Stage, string Class, int Attempts, string Message, string Suggestion);
