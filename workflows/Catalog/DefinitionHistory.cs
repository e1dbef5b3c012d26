using System.Collections.Immutable;

namespace Foldline.Workflows;

/// <summary>
/// All versions of one definition, oldest first, and what can happen to them, as in Elsa: saving makes or replaces the draft, publishing makes the draft the
/// one that runs. Every method gives another history; nothing here reads a clock or a database.
/// </summary>
/// <param name="DefinitionId">Id all versions share.</param>
/// <param name="Versions">The versions by number; empty for a definition that does not exist yet.</param>
public sealed record DefinitionHistory(string DefinitionId, ImmutableArray<DefinitionVersion> Versions)
{
    /// <summary>The newest version, or <c>null</c>.</summary>
    public DefinitionVersion? Latest => Versions.LastOrDefault(version => version.IsLatest) ?? Versions.LastOrDefault();

    /// <summary>The version that runs, or <c>null</c>.</summary>
    public DefinitionVersion? Published => Versions.LastOrDefault(version => version.IsPublished);

    /// <summary>The newest version the options mean, or <c>null</c>.</summary>
    public DefinitionVersion? Find(VersionOptions options) => Versions.LastOrDefault(options.Matches);

    /// <summary>Saves content: it replaces the draft where the newest version is one, else it becomes the draft of the next version.</summary>
    /// <param name="content">The definition.</param>
    /// <param name="id">Id for a version that has to be made.</param>
    /// <param name="now">The clock.</param>
    public DefinitionHistory Save(WorkflowDefinition content, string id, DateTimeOffset now)
    {
        var stored = content.With(json =>
        {
            json.Remove("links");
            json.Remove("$schema");
        });
        if (Latest is { IsPublished: false } draft) return Replace(draft with { Content = stored });
        return Append(stored, id, now);
    }

    /// <summary>Makes the newest version the one that runs; nothing changes where it is already.</summary>
    public DefinitionHistory Publish() => Latest is not { IsPublished: false } draft ? this : this with
    {
        Versions = [.. Versions.Select(version => version with { IsPublished = version.Id == draft.Id })],
    };

    /// <summary>Takes the version that runs back: none runs until one is published again.</summary>
    public DefinitionHistory Retract() => this with { Versions = [.. Versions.Select(version => version with { IsPublished = false })] };

    /// <summary>Makes the content of an older version the newest, as a draft.</summary>
    /// <exception cref="DefinitionException">There is no such version.</exception>
    public DefinitionHistory Revert(int number, string id, DateTimeOffset now) =>
        Versions.FirstOrDefault(version => version.Version == number) is { } old
            ? Append(old.Content, id, now)
            : throw new DefinitionException($"Workflow '{DefinitionId}' has no version {number}.");

    /// <summary>Removes a version; the newest that is left becomes the latest.</summary>
    public DefinitionHistory Remove(string id)
    {
        var left = Versions.RemoveAll(version => version.Id == id);
        if (left.IsEmpty) return this with { Versions = left };
        return this with { Versions = [.. left.Select(version => version with { IsLatest = version.Id == left[^1].Id })] };
    }

    private DefinitionHistory Append(WorkflowDefinition content, string id, DateTimeOffset now) => this with
    {
        Versions =
        [
            .. Versions.Select(version => version with { IsLatest = false }),
            new DefinitionVersion(id, DefinitionId, Versions.IsEmpty ? 1 : Versions[^1].Version + 1, IsLatest: true, IsPublished: false, now, content),
        ],
    };

    private DefinitionHistory Replace(DefinitionVersion changed) => this with
    {
        Versions = [.. Versions.Select(version => version.Id == changed.Id ? changed : version)],
    };
}
