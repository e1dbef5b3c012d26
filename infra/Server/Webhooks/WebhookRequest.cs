namespace Foldline.Server.Webhooks;

/// <summary>An address to be told of events.</summary>
/// <param name="Url">http or https.</param>
/// <param name="Events">Kinds of event, such as campaign.ended; absent for all that concern whole campaigns.</param>
public sealed record WebhookRequest(string? Url, IReadOnlyList<string>? Events);
