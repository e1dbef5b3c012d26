using System.Collections.Immutable;
using Foldline.Ranking.Output;
using Foldline.Search;

namespace Foldline.Cli.Running;

/// <summary>What <c>foldline run</c> was asked to do, checked for form but not yet against the machine.</summary>
public sealed record RunSettings
{
    /// <summary>Files or folders with targets.</summary>
    public required ImmutableArray<string> Inputs { get; init; }

    /// <summary>The folder that receives the results; a full path.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Where state, artifacts and caches live; shared by all runs that name it, so that no search is done twice. A full path.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where searches write while they run; a full path. It needs room for one Stockholm file per search.</summary>
    public required string TemporaryFolder { get; init; }

    /// <summary>The official model name; <c>null</c> means the one the weights fit, or the small demonstration model.</summary>
    public string? Model { get; init; }

    /// <summary>A checkpoint (.pt or .safetensors); <c>null</c> means the bundled or untrained weights of the model.</summary>
    public string? Weights { get; init; }

    /// <summary>Databases to search; empty means the bundled one.</summary>
    public ImmutableArray<SequenceDatabase> Databases { get; init; } = [];

    /// <summary>Whether alignments are searched for. Without them every chain is folded from its sequence alone.</summary>
    public bool UseMsa { get; init; } = true;

    /// <summary>Seeds for targets that bring none.</summary>
    public ImmutableArray<long> Seeds { get; init; } = [1];

    /// <summary>Structures per seed.</summary>
    public int Samples { get; init; } = 5;

    /// <summary>Diffusion steps; <c>null</c> means the model's own number.</summary>
    public int? Steps { get; init; }

    /// <summary>Recycles of the trunk; <c>null</c> means the model's own number.</summary>
    public int? Cycles { get; init; }

    /// <summary><c>cpu</c>, <c>cuda[:n]</c> or <c>npu[:n]</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary><c>fp32</c> or <c>bf16</c>.</summary>
    public string Dtype { get; init; } = "fp32";

    /// <summary>Memory that predictions are planned for, bytes; <c>null</c> means what the device has free when one begins.</summary>
    public long? Memory { get; init; }

    /// <summary>Whether an earlier run in the same folder is continued.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether only the plan is printed.</summary>
    public bool Plan { get; init; }

    /// <summary>Whether progress and results are printed as JSON lines.</summary>
    public bool Json { get; init; }

    /// <summary>Where artifacts lie: <c>file:DIR</c> or <c>azure:CONNECTION</c>; <c>null</c> means the data folder's <c>blobs</c>. It may hold a key and is never shown.</summary>
    public string? Blobs { get; init; }

    /// <summary>The wwPDB's component dictionary (components.cif) for ligands and modified residues that are not bundled; <c>null</c> for none.</summary>
    public string? Components { get; init; }

    /// <summary>The folder with HMMER's programs; <c>null</c> means the PATH.</summary>
    public string? HmmerFolder { get; init; }

    /// <summary>Which structures get full confidences.</summary>
    public ConfidenceFiles Confidences { get; init; }

    /// <summary>Whether full confidences are compressed.</summary>
    public bool CompressConfidences { get; init; }

    /// <summary>A file for the timeline of modules, or <c>null</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>The number of searches that run at once.</summary>
    public int ParallelSearches { get; init; } = 1;
}
