using System.Collections.Immutable;

namespace Foldline.Sequences;

/// <summary>One thing to fold: a chain or a complex, under a name that is unique in its batch.</summary>
public sealed record Target
{
    /// <summary>The name, safe as a file name: letters, digits, dot, dash and underscore.</summary>
    public required string Name { get; init; }

    /// <summary>The distinct molecules, in the user's order.</summary>
    public required ImmutableArray<Entity> Entities { get; init; }

    /// <summary>Covalent bonds beyond the links of the chains.</summary>
    public ImmutableArray<TargetBond> Bonds { get; init; } = [];

    /// <summary>Seeds the input itself asks for; empty where it leaves them to the run.</summary>
    public ImmutableArray<long> Seeds { get; init; } = [];

    /// <summary>Where the target came from, for messages: a path, and a line or index in it.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The number of residues and ligand components over all copies.</summary>
    public int Residues => Entities.Sum(entity => entity.Length * entity.Copies);

    /// <summary>Whether the target is made of unchanged chains, so that each residue is one token.</summary>
    public bool IsPlain => Entities.All(entity => entity.Modifications.IsDefaultOrEmpty && entity.Kind is EntityKind.Protein or EntityKind.Rna or EntityKind.Dna);
}
