using System.Security.Cryptography;

namespace Foldline.Workflows;

/// <summary>
/// The definitions of an installation, with their versions: the built-in ones and what people made of them. A draft may hold anything that reads as a
/// definition; what is published has passed validation.
/// </summary>
/// <param name="store">Where they lie.</param>
/// <param name="validator">What publishing asks.</param>
/// <param name="time">The clock.</param>
public sealed class DefinitionCatalog(IDefinitionStore store, DefinitionValidator validator, TimeProvider time) : IDefinitionSource
{
    /// <summary>The newest version that the options mean, or <c>null</c>.</summary>
    public async Task<DefinitionVersion?> FindAsync(string definitionId, VersionOptions options, CancellationToken cancellationToken = default) =>
        (await store.HistoryAsync(definitionId, cancellationToken)).Find(options);

    /// <inheritdoc/>
    public async Task<WorkflowDefinition?> FindPublishedAsync(string definitionId, CancellationToken cancellationToken) =>
        (await FindAsync(definitionId, VersionOptions.Published, cancellationToken))?.Definition;

    /// <summary>All versions of a definition.</summary>
    public Task<DefinitionHistory> HistoryAsync(string definitionId, CancellationToken cancellationToken = default) =>
        store.HistoryAsync(definitionId, cancellationToken);

    /// <summary>A version by its own id, or <c>null</c>.</summary>
    public Task<DefinitionVersion?> FindVersionAsync(string id, CancellationToken cancellationToken = default) => store.FindVersionAsync(id, cancellationToken);

    /// <summary>A page of versions.</summary>
    public Task<DefinitionPage> ListAsync(DefinitionQuery query, CancellationToken cancellationToken = default) => store.ListAsync(query, cancellationToken);

    /// <summary>Saves content as the draft; the content's own version and flags do not matter. A definition without an id gets one.</summary>
    /// <exception cref="DefinitionException">It is read-only.</exception>
    public async Task<DefinitionVersion> SaveAsync(WorkflowDefinition content, CancellationToken cancellationToken = default)
    {
        var definitionId = content.GivenDefinitionId ?? NewId();
        if (definitionId.Length > 200) throw new DefinitionException("The id of a definition has at most 200 characters.");
        var id = NewId();
        var history = await store.ChangeAsync(definitionId, before => before.Latest is { Content.IsReadonly: true }
            ? throw new DefinitionException($"Workflow '{definitionId}' is read-only.")
            : before.Save(content, id, time.GetUtcNow()), cancellationToken);
        return history.Latest!;
    }

    /// <summary>Makes the newest version the one that runs.</summary>
    /// <exception cref="DefinitionException">It must not run; its problems are in the exception and nothing has changed.</exception>
    public async Task<PublishResult?> PublishAsync(string definitionId, CancellationToken cancellationToken = default)
    {
        var already = false;
        IReadOnlyList<DefinitionProblem> warnings = [];
        var history = await store.ChangeAsync(definitionId, before =>
        {
            if (before.Latest is not { } latest) return before;
            already = latest.IsPublished;
            var problems = validator.Validate(latest.Content);
            warnings = [.. problems.Where(problem => !problem.IsError)];
            if (!already && problems.Any(problem => problem.IsError))
                throw new DefinitionException(latest.Name, [.. problems.Where(problem => problem.IsError)]);
            return before.Publish();
        }, cancellationToken);
        return history.Latest is { } published ? new PublishResult(published, already, warnings) : null;
    }

    /// <summary>Takes the version that runs back; <c>null</c> where none does.</summary>
    public async Task<DefinitionVersion?> RetractAsync(string definitionId, CancellationToken cancellationToken = default)
    {
        DefinitionVersion? published = null;
        var history = await store.ChangeAsync(definitionId, before =>
        {
            published = before.Published;
            return before.Retract();
        }, cancellationToken);
        return published is null ? null : history.Versions.First(version => version.Id == published.Id);
    }

    /// <summary>Makes the content of an older version the newest, as a draft.</summary>
    /// <exception cref="DefinitionException">There is no such version.</exception>
    public async Task<DefinitionVersion> RevertAsync(string definitionId, int number, CancellationToken cancellationToken = default)
    {
        var id = NewId();
        var history = await store.ChangeAsync(definitionId, before => before.Revert(number, id, time.GetUtcNow()), cancellationToken);
        return history.Latest!;
    }

    /// <summary>Removes a definition with all its versions; runs that used it keep their own copy. Returns how many versions there were.</summary>
    public async Task<int> DeleteAsync(string definitionId, CancellationToken cancellationToken = default)
    {
        var count = 0;
        await store.ChangeAsync(definitionId, before =>
        {
            count = before.Versions.Length;
            return before with { Versions = [] };
        }, cancellationToken);
        return count;
    }

    /// <summary>Removes one version; false where there is none of this id.</summary>
    public async Task<bool> DeleteVersionAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await store.FindVersionAsync(id, cancellationToken) is not { } version) return false;
        await store.ChangeAsync(version.DefinitionId, before => before.Remove(id), cancellationToken);
        return true;
    }

    /// <summary>What is wrong with a definition.</summary>
    public IReadOnlyList<DefinitionProblem> Validate(WorkflowDefinition definition) => validator.Validate(definition);

    /// <summary>
    /// Puts the built-in definitions into the catalogue. One that is new is published; one that came with an older release and that nobody has edited gets a
    /// new version; one that was edited or deleted is left as it is.
    /// </summary>
    public async Task SeedAsync(CancellationToken cancellationToken = default)
    {
        foreach (var name in BuiltInDefinitions.Names)
        {
            var builtIn = BuiltInDefinitions.Load(name);
            var hash = ContentHash(builtIn);
            var seeded = await store.SeedAsync(builtIn.DefinitionId, cancellationToken);
            if (seeded == hash) continue;
            await store.ChangeAsync(builtIn.DefinitionId, before =>
            {
                var untouched = before.Versions.IsEmpty ? seeded is null : before.Latest is { IsPublished: true } latest && ContentHash(latest.Content) == seeded;
                return untouched ? before.Save(builtIn, NewId(), time.GetUtcNow()).Publish() : before;
            }, cancellationToken);
            await store.RememberSeedAsync(builtIn.DefinitionId, hash, cancellationToken);
        }
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Hash of what a definition says, without who and which version it is.</summary>
    public static string ContentHash(WorkflowDefinition definition) => definition.With(json =>
    {
        foreach (var name in (string[])["$schema", "links", "id", "version", "isLatest", "isPublished", "createdAt"]) json.Remove(name);
    }).ContentHash;
}
