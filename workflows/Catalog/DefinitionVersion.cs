using System.Globalization;

namespace Foldline.Workflows;

/// <summary>One version of a definition in the catalogue.</summary>
/// <param name="Id">Id of this version.</param>
/// <param name="DefinitionId">Id all versions share.</param>
/// <param name="Version">Its number, from 1.</param>
/// <param name="IsLatest">Whether it is the newest.</param>
/// <param name="IsPublished">Whether it is the one that runs.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Content">The definition as it was saved; its identity may be out of date, <see cref="Definition"/> has the true one.</param>
public sealed record DefinitionVersion(
    string Id, string DefinitionId, int Version, bool IsLatest, bool IsPublished, DateTimeOffset CreatedAt, WorkflowDefinition Content)
{
    /// <summary>The definition with its identity of now; everything else is as it was saved.</summary>
    public WorkflowDefinition Definition => Content.With(json =>
    {
        json["id"] = Id;
        json["definitionId"] = DefinitionId;
        json["version"] = Version;
        json["isLatest"] = IsLatest;
        json["isPublished"] = IsPublished;
        json["createdAt"] = CreatedAt.ToString("O", CultureInfo.InvariantCulture);
    });

    /// <summary>Its name.</summary>
    public string Name => Content.Name;
}
