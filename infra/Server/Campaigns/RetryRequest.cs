namespace Foldline.Server.Campaigns;

/// <summary>Which targets are tried again.</summary>
/// <param name="Quarantined">Whether quarantined ones are, too; default false.</param>
/// <param name="Targets">Only these, by name; absent for all that failed.</param>
public sealed record RetryRequest(bool? Quarantined, IReadOnlyList<string>? Targets);
