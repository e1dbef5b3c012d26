namespace Foldline.Workflows;

/// <summary>An event of a campaign on its way into the store, which numbers it.</summary>
/// <param name="RunKey">The campaign's run.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Target">The target; <c>null</c> for events of the whole campaign.</param>
/// <param name="Status">The state a target ended in.</param>
/// <param name="Text">A sentence, where there is something to say.</param>
public sealed record CampaignNote(long RunKey, CampaignEventKind Kind, string? Target = null, InstanceStatus? Status = null, string? Text = null);
