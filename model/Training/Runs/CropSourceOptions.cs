using Foldline.Training.Assemblies;
using Foldline.Training.Cropping;
using Foldline.Training.Sampling;

namespace Foldline.Training.Runs;

/// <summary>Training on crops of whole assemblies, as the original trains: which structures, how they are drawn and cropped.</summary>
public sealed record CropSourceOptions
{
    /// <summary>A folder of <c>ID.cif</c> or <c>ID.cif.gz</c>; relative to the configuration's folder.</summary>
    public required string Structures { get; init; }

    /// <summary>A folder of <c>ID_ENTITY/pairing.a3m</c> and <c>non_pairing.a3m</c>; without it the network sees sequences alone.</summary>
    public string? Alignments { get; init; }

    /// <summary>
    /// A folder of structures that may serve as templates, <c>ID.cif</c> or <c>ID.cif.gz</c>; <see cref="Structures"/> will do. The hits are read from
    /// <c>ID_ENTITY/hmmsearch.a3m</c> in <see cref="Alignments"/>. Without it the network sees no templates.
    /// </summary>
    public string? Templates { get; init; }

    /// <summary>The RCSB's <c>clusters-by-entity-40.txt</c>; without it every sequence is its own cluster.</summary>
    public string? Clusters { get; init; }

    /// <summary>The entries used, by their file's name; all where empty.</summary>
    public IReadOnlyList<string> Entries { get; init; } = [];

    /// <summary>How examples are cropped.</summary>
    public CropOptions Crop { get; init; } = new();

    /// <summary>How chains and interfaces are weighed.</summary>
    public SampleWeightOptions Weights { get; init; } = new();

    /// <summary>Which assembly is built.</summary>
    public AssemblyOptions Assembly { get; init; } = new();

    /// <summary>Examples made in the background ahead of the one in use. Default 2.</summary>
    public int Ahead { get; init; } = 2;

    /// <summary>Atoms of assemblies kept in memory; about 300 bytes each. Default 5,000,000.</summary>
    public long AtomsInMemory { get; init; } = 5_000_000;
}
