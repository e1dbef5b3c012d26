namespace Foldline.Persistence;

/// <summary>Table <c>definition_versions</c>.</summary>
internal sealed class DefinitionRow
{
    public required string Id { get; set; }

    public required string DefinitionId { get; set; }

    public int Version { get; set; }

    public required string Name { get; set; }

    public required string Description { get; set; }

    public bool IsLatest { get; set; }

    public bool IsPublished { get; set; }

    public required string Content { get; set; }

    /// <summary>Milliseconds since 1970.</summary>
    public long CreatedAt { get; set; }
}
