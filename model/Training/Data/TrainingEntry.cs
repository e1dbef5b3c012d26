namespace Foldline.Training.Data;

/// <summary>One structure to learn from, as a training configuration names it.</summary>
public sealed record TrainingEntry
{
    /// <summary>The name in curves, logs and reports; unique in a configuration.</summary>
    public required string Name { get; init; }

    /// <summary>The mmCIF file, plain or gzip; relative to the configuration's folder.</summary>
    public required string Structure { get; init; }

    /// <summary>The chains, in the order in which the model sees them; all protein chains of the first model where empty.</summary>
    public IReadOnlyList<ChainSelection> Chains { get; init; } = [];

    /// <summary>An A3M file for each distinct sequence, in order of first appearance; relative to the configuration's folder. None where empty.</summary>
    public IReadOnlyList<string> Alignments { get; init; } = [];

    /// <summary>
    /// Å, in place of the file's resolution. NMR entries have none and would not train the confidence head; give a value to let them.
    /// </summary>
    public double? Resolution { get; init; }

    /// <summary>How often the entry is drawn, relative to the others. Default 1.</summary>
    public double Weight { get; init; } = 1;
}
