namespace Foldline.Cli.Bench;

/// <summary>Something that <c>foldline bench NAME</c> measures.</summary>
public interface IBenchmark
{
    /// <summary>What the user types.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Description { get; }

    /// <summary>Measures, one result at a time.</summary>
    IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken);
}
