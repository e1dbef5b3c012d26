using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>The end of an attempt at a unit of work.</summary>
/// <param name="Key">The unit's content key.</param>
/// <param name="Number">The attempt.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="At">When.</param>
/// <param name="DurationMs">Time it took, in milliseconds.</param>
public sealed record UnitEnd(string Key, int Number, AttemptOutcome Outcome, DateTimeOffset At, double DurationMs)
{
    /// <summary>The result, where it succeeded.</summary>
    public string? ResultJson { get; init; }

    /// <summary>Hashes of the artifacts the result names.</summary>
    public IReadOnlyList<string> Artifacts { get; init; } = [];

    /// <summary>The class of its failure.</summary>
    public FailureClass? Class { get; init; }

    /// <summary>Its failure in a sentence.</summary>
    public string? Message { get; init; }
}
