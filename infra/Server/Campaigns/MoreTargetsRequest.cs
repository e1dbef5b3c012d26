using System.Text.Json.Nodes;

namespace Foldline.Server.Campaigns;

/// <summary>Targets to add.</summary>
/// <param name="Targets">As in a submission.</param>
/// <param name="Fasta">As in a submission.</param>
public sealed record MoreTargetsRequest(JsonArray? Targets, string? Fasta);
