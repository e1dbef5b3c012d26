using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>The record that a node the runtime executes itself has begun or ended, for the journal.</summary>
internal sealed record NodeEnd(Frame Frame, PlanNode Node, bool Ended, string? Outcome, JsonObject? Outputs);
