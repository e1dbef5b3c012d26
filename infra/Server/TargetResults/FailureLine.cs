using System.Globalization;
using Foldline.Server.Campaigns;
using Foldline.Workflows;

namespace Foldline.Server.TargetResults;

/// <summary>A line of the failure manifest.</summary>
/// <param name="Target">The target.</param>
/// <param name="State">failed or quarantined.</param>
/// <param name="Stage">What the canvas calls the node that failed.</param>
/// <param name="Class">transient, resource, deterministic or poison.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Suggestion">What to do.</param>
/// <param name="LogTail">The last lines of the log.</param>
/// <param name="EndedAt">When.</param>
public sealed record FailureLine(string Target, InstanceStatus State, string Stage, string Class, int Attempts, string Message, string Suggestion, string LogTail, DateTimeOffset? EndedAt)
{
    internal static FailureLine Of(FailureRow row) =>
        new(row.Target, row.Status, row.Label, CampaignAnswer.Word(row.Class), row.Attempts, row.Message, row.Suggestion, row.LogTail, row.EndedAt);

    internal IEnumerable<string> Cells() =>
        [Target, State.ToString().ToLowerInvariant(), Stage, Class, Attempts.ToString(CultureInfo.InvariantCulture), Message, Suggestion, LogTail];
}
