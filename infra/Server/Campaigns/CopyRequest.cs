using System.Text.Json.Nodes;
using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>A campaign made from another one's targets.</summary>
/// <param name="Name">Its name; default the old one's with "(copy)".</param>
/// <param name="Inputs">Inputs that differ, for every target.</param>
/// <param name="Workflow">Another workflow's published version; default the old one's as it was.</param>
/// <param name="States">Only targets in these states; absent for all.</param>
/// <param name="Priority">Another priority.</param>
/// <param name="Budgets">Other budgets.</param>
public sealed record CopyRequest(string? Name, JsonObject? Inputs, string? Workflow, IReadOnlyList<InstanceStatus>? States, int? Priority, BudgetRequest? Budgets);
