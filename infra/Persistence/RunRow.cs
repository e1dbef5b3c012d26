namespace Foldline.Persistence;

/// <summary>Table <c>runs</c>.</summary>
internal sealed class RunRow
{
    public long Key { get; set; }

    public required string Id { get; set; }

    public required string Definition { get; set; }

    public required string DefinitionHash { get; set; }

    /// <summary>Milliseconds since 1970, as all times here: every provider orders them alike.</summary>
    public long CreatedAt { get; set; }
}
