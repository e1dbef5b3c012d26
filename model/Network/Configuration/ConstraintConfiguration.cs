namespace Foldline.Network.Configuration;

/// <summary>The constraint embedder of Protenix.</summary>
public sealed record ConstraintConfiguration
{
    /// <summary>Whether pockets are embedded.</summary>
    public bool Pocket { get; init; } = true;

    /// <summary>Whether contacts between tokens are embedded.</summary>
    public bool Contact { get; init; } = true;

    /// <summary>Whether contacts between atoms are embedded.</summary>
    public bool ContactAtom { get; init; } = true;

    /// <summary>How known substructures are embedded; <c>null</c> where they are not.</summary>
    public SubstructureConfiguration? Substructure { get; init; } = new();
}
