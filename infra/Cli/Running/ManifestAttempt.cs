namespace Foldline.Cli.Running;

/// <summary>One attempt of one activity, as the manifest tells it.</summary>
/// <param name="Target">The target.</param>
/// <param name="Activity">The node's id in the workflow.</param>
/// <param name="Type">The activity's type.</param>
/// <param name="Attempt">The attempt, 1 for the first.</param>
/// <param name="Rung">The rung of the escalation ladder.</param>
/// <param name="Started">When it began.</param>
/// <param name="Seconds">How long it took; <c>null</c> where its process died.</param>
/// <param name="PeakMb">Peak memory while it ran, MB; <c>null</c> where it is not known.</param>
/// <param name="Outcome">succeeded, failed, cancelled or lost.</param>
/// <param name="Class">The class of its failure.</param>
/// <param name="Message">Its failure in a sentence.</param>
public sealed record ManifestAttempt(
    string Target, string Activity, string Type, int Attempt, int Rung, DateTimeOffset Started, double? Seconds, double? PeakMb, string Outcome, string? Class, string? Message);
