using System.Text.Json.Serialization;

namespace Foldline.Training.Optimisation;

/// <summary>The learning rate as a function of the optimiser step; schedules hold no state, so resuming needs the step alone.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StepDecaySchedule), "af3")]
[JsonDerivedType(typeof(CosineSchedule), "cosine")]
[JsonDerivedType(typeof(ConstantSchedule), "constant")]
public abstract record LearningRateSchedule
{
    /// <summary>The rate used in the given step, counted from 0.</summary>
    public abstract double RateAt(long step);
}
