using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>One attempt of an activity.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Rung">The rung of the ladder of smaller sizes it stood on.</param>
/// <param name="Worker">Machine and process that made it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="PeakMb">Peak memory, MB.</param>
/// <param name="Outcome">succeeded, failed, cancelled or lost; absent while it runs.</param>
/// <param name="Class">The class of its failure.</param>
/// <param name="Message">Its failure in a sentence.</param>
/// <param name="Suggestion">What to do.</param>
/// <param name="RetryAt">When the next attempt is due.</param>
/// <param name="LogTail">The last lines of the log.</param>
public sealed record AttemptAnswer(int Number, int Rung, string Worker, DateTimeOffset StartedAt, double? Seconds, double? PeakMb, AttemptOutcome? Outcome, string? Class,
    string? Message, string? Suggestion, DateTimeOffset? RetryAt, string? LogTail)
{
    internal static AttemptAnswer Of(AttemptRecord attempt) => new(attempt.Number, attempt.Rung, attempt.Owner, attempt.StartedAt,
        attempt.DurationMs is { } ms ? Math.Round(ms / 1000, 3) : null, attempt.PeakMemory is { } bytes ? Math.Round(bytes / 1e6, 1) : null, attempt.Outcome,
        attempt.Class is { } fault ? CampaignAnswer.Word(fault) : null, attempt.Message, attempt.Suggestion, attempt.RetryAt, attempt.LogTail);
}
