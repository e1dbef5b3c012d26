namespace Foldline.Training.Runs;

/// <summary>The number type of products in training.</summary>
public enum TrainingPrecision
{
    /// <summary>Single precision.</summary>
    Fp32,

    /// <summary>bfloat16, accumulated in single precision.</summary>
    Bf16,
}
