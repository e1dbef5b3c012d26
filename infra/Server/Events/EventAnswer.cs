using System.Text.Json;
using Foldline.Workflows;

namespace Foldline.Server.Events;

/// <summary>Something that happened, as event streams and webhooks tell it.</summary>
/// <param name="Id">Grows; where a reader goes on.</param>
/// <param name="Kind">campaign.submitted, campaign.ended, target.ended and so on.</param>
/// <param name="At">When.</param>
/// <param name="Campaign">The campaign.</param>
/// <param name="Target">The target.</param>
/// <param name="State">The state a target ended in.</param>
/// <param name="Text">A sentence.</param>
public sealed record EventAnswer(long Id, string Kind, DateTimeOffset At, string Campaign, string? Target, InstanceStatus? State, string? Text)
{
    /// <summary>All kinds, as they are named here.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Enum.GetValues<CampaignEventKind>().Select(Name)];

    internal static EventAnswer Of(CampaignEvent happened) =>
        new(happened.Sequence, Name(happened.Kind), happened.At, happened.CampaignId, happened.Target, happened.Status, happened.Text);

    internal static string Name(CampaignEventKind kind)
    {
        var word = kind.ToString();
        return word.StartsWith("Target", StringComparison.Ordinal) && word != nameof(CampaignEventKind.TargetsAdded)
            ? "target." + JsonNamingPolicy.CamelCase.ConvertName(word["Target".Length..]) : "campaign." + JsonNamingPolicy.CamelCase.ConvertName(word);
    }
}
