using Foldline.Network.Configuration;

namespace Foldline.Network.Model;

/// <summary>How one seed of a target is folded.</summary>
public sealed record PredictionOptions
{
    /// <summary>The seed of every random draw.</summary>
    public required long Seed { get; init; }

    /// <summary>Structures to sample. Default 5.</summary>
    public int Samples { get; init; } = 5;

    /// <summary>Denoising steps. Default: the model's.</summary>
    public required int Steps { get; init; }

    /// <summary>Recycles of the trunk. Default: the model's.</summary>
    public required int Cycles { get; init; }

    /// <summary>Structures denoised side by side: more is faster and takes more memory; the answer does not depend on it. Default 5.</summary>
    public int SamplesAtOnce { get; init; } = 5;

    /// <summary>Rows of the pairs that chunked modules work on at once; <c>null</c> takes all.</summary>
    public long? ChunkSize { get; init; }

    /// <summary>The settings a model is published with.</summary>
    public static PredictionOptions For(NetworkConfiguration configuration, long seed) => new()
    {
        Seed = seed,
        Samples = configuration.Sampling.Samples,
        Steps = configuration.Sampling.Steps,
        Cycles = configuration.Cycles,
        SamplesAtOnce = configuration.Sampling.SamplesAtOnce,
    };
}
