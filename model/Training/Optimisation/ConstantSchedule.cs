namespace Foldline.Training.Optimisation;

/// <summary>The same rate in every step.</summary>
/// <param name="Rate">That rate.</param>
public sealed record ConstantSchedule(double Rate) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double RateAt(long step) => Rate;
}
