using static TorchSharp.torch;

namespace Foldline.Network.Planning;

/// <summary>The size of one prediction, as far as time and memory depend on it.</summary>
public sealed record Workload
{
    /// <summary>Tokens: residues, nucleotides, and atoms of everything else.</summary>
    public required long Tokens { get; init; }

    /// <summary>Atoms. Default: eight per token, a little above the mean of proteins (7.8).</summary>
    public long Atoms
    {
        get => _atoms ?? 8 * Tokens;
        init => _atoms = value;
    }

    /// <summary>Rows of the alignment; the network samples no more than its cutoff. Default 1: the sequence alone.</summary>
    public long MsaRows { get; init; } = 1;

    /// <summary>Templates; the embedder runs four slots even when they are empty. Default 4.</summary>
    public int Templates { get; init; } = 4;

    /// <summary>Recycles; <c>null</c> takes the network's own number.</summary>
    public int? Cycles { get; init; }

    /// <summary>Denoising steps; <c>null</c> takes the network's own number.</summary>
    public int? Steps { get; init; }

    /// <summary>Structures per seed; <c>null</c> takes the network's own number.</summary>
    public int? Samples { get; init; }

    /// <summary>Seeds, run one after the other. Default 1.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>The type that the trunk and the diffusion transformer compute in. Default single precision.</summary>
    public ScalarType Dtype { get; init; } = ScalarType.Float32;

    private readonly long? _atoms;
}
