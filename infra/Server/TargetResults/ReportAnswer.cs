using Foldline.Server.Campaigns;

namespace Foldline.Server.TargetResults;

/// <summary>A campaign in one answer.</summary>
/// <param name="At">When it was asked.</param>
/// <param name="Campaign">How it stands.</param>
/// <param name="Best">Its best targets.</param>
/// <param name="Failures">Its first failures; all of them are at <c>failures</c>.</param>
public sealed record ReportAnswer(DateTimeOffset At, CampaignAnswer Campaign, IReadOnlyList<RankingLine> Best, IReadOnlyList<FailureLine> Failures)
{
    internal const int Most = 100;
}
