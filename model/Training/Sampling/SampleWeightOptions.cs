namespace Foldline.Training.Sampling;

/// <summary>How examples are weighed (AF3 supplement 2.5.1). The defaults are AlphaFold 3's and Protenix's.</summary>
public sealed record SampleWeightOptions
{
    /// <summary>The factor of a chain. Default 0.5.</summary>
    public double Chain { get; init; } = 0.5;

    /// <summary>The factor of an interface. Default 1.</summary>
    public double Interface { get; init; } = 1;

    /// <summary>The share of a protein. Default 3.</summary>
    public double Protein { get; init; } = 3;

    /// <summary>The share of a nucleic acid. Default 3.</summary>
    public double Nucleic { get; init; } = 3;

    /// <summary>The share of a ligand. Default 1.</summary>
    public double Ligand { get; init; } = 1;
}
