namespace Foldline.Server.Campaigns;

/// <summary>What changes of a campaign; what is absent stays.</summary>
/// <param name="Priority">Another priority, -1000 to 1000.</param>
/// <param name="Budgets">Other budgets; resume the campaign where the old ones had paused it.</param>
public sealed record ChangeRequest(int? Priority, BudgetRequest? Budgets);
