using Foldline.Training.Losses;

namespace Foldline.Training.Runs;

/// <summary>What one optimiser step did.</summary>
public sealed record StepRecord
{
    /// <summary>The step, counted from 0.</summary>
    public required long Step { get; init; }

    /// <summary>The entries it saw.</summary>
    public required string Entries { get; init; }

    /// <summary>Tokens of the largest of them.</summary>
    public required int Tokens { get; init; }

    /// <summary>Passes through the trunk.</summary>
    public required int Cycles { get; init; }

    /// <summary>The learning rate.</summary>
    public required double Rate { get; init; }

    /// <summary>The norm of all gradients before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>The total loss, averaged over accumulated examples.</summary>
    public required double Loss { get; init; }

    /// <summary>The terms before weighting, likewise averaged.</summary>
    public required IReadOnlyDictionary<LossTerm, double> Terms { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }
}
