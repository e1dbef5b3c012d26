using Foldline.Server.Drawing;
using System.Collections.Immutable;

namespace Foldline.Cli.Reports;

/// <summary>All that a run's report page shows.</summary>
public sealed record RunReport
{
    /// <summary>The page's title, for example the name of the input.</summary>
    public required string Title { get; init; }

    /// <summary>The version of Foldline.</summary>
    public required string Version { get; init; }

    /// <summary>The network's configuration.</summary>
    public required string Network { get; init; }

    /// <summary>The device and number type, for example <c>cpu, fp32</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The label of weights that are no trained predictor (<c>untrained</c>, <c>demo: …</c>); empty otherwise.</summary>
    public string WeightsLabel { get; init; } = "";

    /// <summary>The sentence of the banner; empty shows none.</summary>
    public string Warning { get; init; } = "";

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>Targets that succeeded, in any order.</summary>
    public ImmutableArray<ReportTarget> Targets { get; init; } = [];

    /// <summary>Targets that did not.</summary>
    public ImmutableArray<ReportFailure> Failures { get; init; } = [];

    /// <summary>Every attempt of every stage.</summary>
    public ImmutableArray<ReportAttempt> Attempts { get; init; } = [];
}
