using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>Why a target ended without its result.</summary>
/// <param name="Activity">The node that failed.</param>
/// <param name="Label">What the canvas calls it.</param>
/// <param name="Class">transient, resource, deterministic or poison.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Suggestion">What to do.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="LogTail">The last lines of the log.</param>
public sealed record FailureAnswer(string Activity, string Label, string Class, string Message, string? Suggestion, int Attempts, string? LogTail)
{
    internal static FailureAnswer? Of(InstanceFailure? failure) => failure is null ? null
        : new FailureAnswer(failure.ActivityId, failure.Label, CampaignAnswer.Word(failure.Class), failure.Message, failure.Suggestion, failure.Attempts, failure.LogTail);
}
