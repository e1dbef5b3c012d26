namespace Foldline.Workflows;

/// <summary>Where definitions lie. Every method is safe to call from many threads and processes.</summary>
public interface IDefinitionStore
{
    /// <summary>All versions of a definition; an empty history where there are none.</summary>
    Task<DefinitionHistory> HistoryAsync(string definitionId, CancellationToken cancellationToken);

    /// <summary>A version by its own id, or <c>null</c>.</summary>
    Task<DefinitionVersion?> FindVersionAsync(string id, CancellationToken cancellationToken);

    /// <summary>A page of versions.</summary>
    Task<DefinitionPage> ListAsync(DefinitionQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Changes one definition in one transaction. Where another writer was faster, <paramref name="change"/> is asked again with what that one left.
    /// </summary>
    Task<DefinitionHistory> ChangeAsync(string definitionId, Func<DefinitionHistory, DefinitionHistory> change, CancellationToken cancellationToken);

    /// <summary>Hash of the built-in content a definition was last filled from, or <c>null</c> where it never was.</summary>
    Task<string?> SeedAsync(string definitionId, CancellationToken cancellationToken);

    /// <summary>Remembers the built-in content a definition was filled from.</summary>
    Task RememberSeedAsync(string definitionId, string contentHash, CancellationToken cancellationToken);
}
