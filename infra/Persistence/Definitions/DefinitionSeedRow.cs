namespace Foldline.Persistence;

/// <summary>Table <c>definition_seeds</c>: the built-in content a definition was last filled from.</summary>
internal sealed class DefinitionSeedRow
{
    public required string DefinitionId { get; set; }

    public required string ContentHash { get; set; }
}
