namespace Foldline.Training.Optimisation;

/// <summary>AlphaFold 3's schedule (supplement 5.4): linear warm-up from 0, then a factor every so many steps.</summary>
/// <param name="Rate">The rate after warm-up. Default 1.8e-3.</param>
/// <param name="WarmupSteps">Steps of warm-up. Default 1000.</param>
/// <param name="DecayEvery">Steps between two decays, counted from step 0. Default 50,000.</param>
/// <param name="DecayFactor">The factor of one decay. Default 0.95.</param>
public sealed record StepDecaySchedule(double Rate = 1.8e-3, long WarmupSteps = 1000, long DecayEvery = 50_000, double DecayFactor = 0.95)
    : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double RateAt(long step)
        => step <= WarmupSteps && WarmupSteps > 0 ? (double)step / WarmupSteps * Rate : Rate * Math.Pow(DecayFactor, step / DecayEvery);
}
