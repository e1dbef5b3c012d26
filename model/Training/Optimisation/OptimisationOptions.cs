namespace Foldline.Training.Optimisation;

/// <summary>How parameters are updated; the defaults are the original's for training from scratch.</summary>
public sealed record OptimisationOptions
{
    /// <summary>The learning rate over steps. Default: AlphaFold 3's schedule.</summary>
    public LearningRateSchedule Schedule { get; init; } = new StepDecaySchedule();

    /// <summary>Settings of Adam.</summary>
    public AdamOptions Adam { get; init; } = new();

    /// <summary>Largest norm of all gradients together; 0 switches clipping off. Default 10.</summary>
    public double ClipNorm { get; init; } = 10;

    /// <summary>Examples whose gradients are averaged for one update. Default 1.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Decay of the averaged parameters. Default 0.999; 0 keeps none.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>Keep all parameters in one piece and update them together; the same numbers. Default: where the network does not run on the CPU.</summary>
    public bool? Together { get; init; }

    /// <summary>Fine-tuning: parameters whose name contains one of these follow <see cref="FineTuneSchedule"/>, the others <see cref="Schedule"/>.</summary>
    public IReadOnlyList<string> FineTuneNames { get; init; } = [];

    /// <summary>The schedule of the parameters named in <see cref="FineTuneNames"/>.</summary>
    public LearningRateSchedule FineTuneSchedule { get; init; } = new CosineSchedule(1.8e-3, 1.8e-4, 1000, 20_000);

    /// <summary>Parameters whose name contains one of these are never changed.</summary>
    public IReadOnlyList<string> FrozenNames { get; init; } = [];

    /// <summary>The learning rate of a parameter in a step.</summary>
    public double RateOf(string parameter, long step)
        => (FineTuneNames.Any(name => parameter.Contains(name, StringComparison.Ordinal)) ? FineTuneSchedule : Schedule).RateAt(step);
}
