using Foldline.Sequences;

namespace Foldline.Search;

/// <summary>
/// How jackhmmer searches. Defaults are AlphaFold 3's (data/pipeline.py, data/tools/jackhmmer.py), so that alignments compare with what such models were trained on.
/// </summary>
public sealed record JackhmmerOptions
{
    /// <summary>Hits are reported and aligned up to this expected number of chance hits; default 1e-4.</summary>
    public double EValue { get; init; } = 1e-4;

    /// <summary>Search rounds; default 1: a single pass, later rounds cost as much again and drift from the query.</summary>
    public int Iterations { get; init; } = 1;

    /// <summary>Fraction of random sequences that pass the first filter (MSV); default 5e-4: strict, it decides the speed.</summary>
    public double F1 { get; init; } = 5e-4;

    /// <summary>Fraction that passes the second filter (Viterbi); default 5e-5.</summary>
    public double F2 { get; init; } = 5e-5;

    /// <summary>Fraction that passes the third filter (Forward); default 5e-7.</summary>
    public double F3 { get; init; } = 5e-7;

    /// <summary>Cores for one search at most; default 8: one thread reads the file, and more workers than that wait for it.</summary>
    public int Cores { get; init; } = 8;

    /// <summary>
    /// Wall time after which a search is stopped; default 12 hours, well above the 2 h 20 min reported for 2,300 residues against the full databases.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(12);

    /// <summary>
    /// Free bytes the temporary folder must have before a search starts; default 1 GiB. A running search is stopped below half of it: Stockholm files of
    /// 64 GB have been seen, and a full disk takes other work down with it.
    /// </summary>
    public long FreeSpaceFloor { get; init; } = 1L << 30;

    /// <summary>Time between two progress reports; default half a second.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Refuses values jackhmmer cannot use.</summary>
    /// <exception cref="InputException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        RequirePositive(EValue, nameof(EValue));
        RequirePositive(F1, nameof(F1));
        RequirePositive(F2, nameof(F2));
        RequirePositive(F3, nameof(F3));
        if (Iterations < 1) throw new InputException($"jackhmmer: Iterations is {Iterations}; it must be at least 1.");
        if (Cores < 1) throw new InputException($"jackhmmer: Cores is {Cores}; it must be at least 1.");
        if (Timeout <= TimeSpan.Zero) throw new InputException($"jackhmmer: Timeout is {Timeout}; it must be longer than nothing.");
        if (FreeSpaceFloor < 0) throw new InputException($"jackhmmer: FreeSpaceFloor is {FreeSpaceFloor} bytes; it cannot be negative.");
        if (ReportEvery <= TimeSpan.Zero) throw new InputException($"jackhmmer: ReportEvery is {ReportEvery}; it must be longer than nothing.");
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0) || double.IsInfinity(value)) throw new InputException($"jackhmmer: {name} is {value}; it must be a positive number.");
    }
}
