namespace Foldline.Persistence;

/// <summary>What the state keeps of a campaign, counted.</summary>
/// <param name="Succeeded">Attempts that succeeded.</param>
/// <param name="Commits">Commits of its instances.</param>
/// <param name="Executions">Rows of executions.</param>
/// <param name="Attempts">Rows of attempts.</param>
/// <param name="Events">Rows of events.</param>
/// <param name="Bytes">Size of the whole database.</param>
public sealed record Persisted(long Succeeded, long Commits, long Executions, long Attempts, long Events, long Bytes);
