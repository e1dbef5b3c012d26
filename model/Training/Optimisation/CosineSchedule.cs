namespace Foldline.Training.Optimisation;

/// <summary>Linear warm-up, then half a cosine down to a lowest rate that is kept (Loshchilov and Hutter 2017), as the original fine-tunes.</summary>
/// <param name="Rate">The highest rate.</param>
/// <param name="LowestRate">The rate at and after <paramref name="DecaySteps"/>.</param>
/// <param name="WarmupSteps">Steps of warm-up.</param>
/// <param name="DecaySteps">The step at which the lowest rate is reached.</param>
public sealed record CosineSchedule(double Rate, double LowestRate, long WarmupSteps, long DecaySteps) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double RateAt(long step)
    {
        if (step <= WarmupSteps) return (step + 1.0) / (WarmupSteps + 1) * Rate;
        if (step >= DecaySteps) return LowestRate;
        var passed = (double)(step - WarmupSteps) / (DecaySteps - WarmupSteps);
        return LowestRate + 0.5 * (1.0 + Math.Cos(Math.PI * passed)) * (Rate - LowestRate);
    }
}
