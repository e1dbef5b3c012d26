namespace Foldline.Network.Configuration;

/// <summary>All that shapes one network: widths, depths and how it is run. The named ones stand in <see cref="NetworkRegistry"/>.</summary>
public sealed record NetworkConfiguration
{
    /// <summary>The official name, for example <c>protenix_base_default_v1.0.0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Channels of the single representation.</summary>
    public int CS { get; init; } = 384;

    /// <summary>Channels of the pairs.</summary>
    public int CZ { get; init; } = 128;

    /// <summary>Channels of the input single representation: the embedded token, residue type and profile of 32 classes each, and the mean deletion.</summary>
    public int CSInputs => InputEmbedder.CToken + 32 + 32 + 1;

    /// <summary>Recycles of the trunk in inference.</summary>
    public int Cycles { get; init; } = 10;

    /// <summary>Whether the model was trained to see alignments.</summary>
    public bool UsesMsa { get; init; } = true;

    /// <summary>Input embedder.</summary>
    public InputEmbedderConfiguration InputEmbedder { get; init; } = new();

    /// <summary>Template embedder.</summary>
    public TemplateConfiguration Template { get; init; } = new();

    /// <summary>MSA module.</summary>
    public MsaConfiguration Msa { get; init; } = new();

    /// <summary>Constraint embedder; none where the model takes no constraints.</summary>
    public ConstraintConfiguration? Constraint { get; init; }

    /// <summary>The Pairformer of the trunk.</summary>
    public PairformerConfiguration Pairformer { get; init; } = new();

    /// <summary>Diffusion module.</summary>
    public DiffusionConfiguration Diffusion { get; init; } = new();

    /// <summary>Distogram head.</summary>
    public DistogramConfiguration Distogram { get; init; } = new();

    /// <summary>Confidence head.</summary>
    public ConfidenceConfiguration Confidence { get; init; } = new();

    /// <summary>How structures are sampled.</summary>
    public SamplingConfiguration Sampling { get; init; } = new();

    /// <summary>How noise is drawn in training.</summary>
    public TrainingNoiseConfiguration TrainingNoise { get; init; } = new();
}
