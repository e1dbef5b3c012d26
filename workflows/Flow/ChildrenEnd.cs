using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>How the instances a node asked for have ended.</summary>
/// <param name="Succeeded">How many succeeded.</param>
/// <param name="Failed">How many failed or were quarantined.</param>
/// <param name="Cancelled">How many were cancelled.</param>
/// <param name="Outputs">The outputs where only one was asked for and it succeeded.</param>
internal sealed record ChildrenEnd(int Succeeded, int Failed, int Cancelled, JsonObject? Outputs);
