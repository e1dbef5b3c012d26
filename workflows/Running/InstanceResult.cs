using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>How an instance stands.</summary>
/// <param name="Name">The instance.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Outputs">The workflow's outputs by name; empty unless it succeeded.</param>
/// <param name="Failure">Why it failed; <c>null</c> unless it failed or is quarantined.</param>
public sealed record InstanceResult(string Name, InstanceStatus Status, JsonObject Outputs, InstanceFailure? Failure);
