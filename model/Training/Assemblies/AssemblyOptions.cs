namespace Foldline.Training.Assemblies;

/// <summary>Which assembly of an entry is built and how large it may be. The defaults are Protenix's.</summary>
public sealed record AssemblyOptions
{
    /// <summary>The assembly's identifier in the file. Default 1, the author's or the software's first choice.</summary>
    public string AssemblyId { get; init; } = "1";

    /// <summary>The most polymer chains an assembly may name; entries with more are refused. Default 1000.</summary>
    public int MostChains { get; init; } = 1000;

    /// <summary>The most molecules kept. Default 20 (AF3 supplement 2.5.4).</summary>
    public int MostMolecules { get; init; } = 20;
}
