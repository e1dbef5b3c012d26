namespace Foldline.Persistence.Access;

/// <summary>An address that is told of a project's events.</summary>
/// <param name="Id">Its name in the API.</param>
/// <param name="Project">The project.</param>
/// <param name="Url">Where events are posted.</param>
/// <param name="Secret">The key of the signature. It must be read again to sign, so it is kept as it is.</param>
/// <param name="Events">Kinds of event; empty for all.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastEvent">The last event that was put into its deliveries.</param>
public sealed record Webhook(string Id, string Project, string Url, string Secret, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, long LastEvent);
