using System.Collections.Immutable;

namespace Foldline.Structures.Mmcif;

/// <summary>A structure as an mmCIF file of the PDB, of AlphaFold 3 or of Foldline gives it.</summary>
public sealed record MmcifStructure
{
    /// <summary>The entry's identifier.</summary>
    public required string Id { get; init; }

    /// <summary>The experimental method; empty where the file does not say.</summary>
    public string Method { get; init; } = "";

    /// <summary>Å; <c>null</c> where the file does not say (NMR).</summary>
    public float? Resolution { get; init; }

    /// <summary>The day of first release; <c>null</c> where the file does not say.</summary>
    public DateOnly? Released { get; init; }

    /// <summary>The distinct molecules.</summary>
    public required ImmutableArray<MmcifEntity> Entities { get; init; }

    /// <summary>The sets of coordinates; never empty.</summary>
    public required ImmutableArray<MmcifModel> Models { get; init; }

    /// <summary>Bonds beside those of sequence and components.</summary>
    public ImmutableArray<MmcifConnection> Connections { get; init; } = [];

    /// <summary>Biological assemblies.</summary>
    public ImmutableArray<MmcifAssembly> Assemblies { get; init; } = [];

    /// <summary>
    /// The structure with one place per atom: of a residue's alternatives the one with the largest occupancy (the first listed of equal ones), of several
    /// components at one position likewise. Atoms that only the other alternatives have are left out.
    /// </summary>
    public MmcifStructure WithoutAlternatives() => this with { Models = [.. Models.Select(Alternatives.Resolve)] };
}
