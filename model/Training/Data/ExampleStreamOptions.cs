using Foldline.Features;
using Foldline.Training.Cropping;
using Foldline.Training.Sampling;

namespace Foldline.Training.Data;

/// <summary>How examples are drawn and prepared.</summary>
public sealed record ExampleStreamOptions
{
    /// <summary>The seed from which every choice follows. Default 42.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>How many examples are prepared at once, ahead of the one in use. Default 2.</summary>
    public int Ahead { get; init; } = 2;

    /// <summary>How many rows are tried for one example before the stream gives up. Default 10, the original's.</summary>
    public int Tries { get; init; } = 10;

    /// <summary>Share of examples that are made without their alignments. Default 0.</summary>
    public double AlignmentDropRate { get; init; }

    /// <summary>How examples are cropped.</summary>
    public CropOptions Crop { get; init; } = new();

    /// <summary>How features are made.</summary>
    public FeatureOptions Features { get; init; } = new();

    /// <summary>How rows are weighed.</summary>
    public SampleWeightOptions Weights { get; init; } = new();
}
