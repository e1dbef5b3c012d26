using System.Text.Json.Nodes;
using Foldline.Workflows;

namespace Foldline.Server.Definitions;

/// <summary>A workflow definition; in lists without its content.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Version">The version.</param>
/// <param name="IsPublished">Whether this version is the one that runs.</param>
/// <param name="IsLatest">Whether it is the newest.</param>
/// <param name="CreatedAt">When the version was made.</param>
/// <param name="Problems">What is wrong with it; only in answers to a change.</param>
/// <param name="Definition">The definition, Elsa 3 JSON.</param>
public sealed record WorkflowAnswer(string Id, string Name, string? Description, int Version, bool IsPublished, bool IsLatest, DateTimeOffset CreatedAt,
    IReadOnlyList<string>? Problems = null, JsonObject? Definition = null)
{
    internal static WorkflowAnswer Of(DefinitionVersion version, bool whole, IReadOnlyList<DefinitionProblem>? problems = null) =>
        new(version.DefinitionId, version.Name, version.Content.Description, version.Version, version.IsPublished, version.IsLatest, version.CreatedAt,
            problems is null ? null : [.. problems.Select(problem => problem.ToString())], whole ? version.Definition.ToJson() : null);
}
