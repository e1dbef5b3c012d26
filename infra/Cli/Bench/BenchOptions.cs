using Foldline.Network.Devices;
using static TorchSharp.torch;

namespace Foldline.Cli.Bench;

/// <summary>What a benchmark is asked to measure.</summary>
public sealed record BenchOptions
{
    /// <summary>Tokens. Default 256.</summary>
    public long Tokens { get; init; } = 256;

    /// <summary>Structures denoised together. Default 5.</summary>
    public int Samples { get; init; } = 5;

    /// <summary>Rows of the alignment. Default 512.</summary>
    public long Rows { get; init; } = 512;

    /// <summary>Atoms; <c>null</c> takes eight per token.</summary>
    public long? Atoms { get; init; }

    /// <summary>Denoising steps of a whole prediction; <c>null</c> takes the model's own.</summary>
    public int? Steps { get; init; }

    /// <summary>Recycles of a whole prediction; <c>null</c> takes the model's own.</summary>
    public int? Cycles { get; init; }

    /// <summary>How often each measurement is repeated, after one warm-up. Default 5.</summary>
    public int Repeats { get; init; } = 5;

    /// <summary>The type that the network computes in. Default single precision.</summary>
    public ScalarType Dtype { get; init; } = ScalarType.Float32;

    /// <summary>Where it is measured. Default the processor.</summary>
    public DeviceSpec Device { get; init; } = DeviceSpec.Cpu;

    /// <summary>The model whose sizes are taken.</summary>
    public string Model { get; init; } = "protenix_base_default_v0.5.0";

    /// <summary>Whether the plain path is measured beside the fast one, interleaved.</summary>
    public bool Compare { get; init; } = true;

    /// <summary>Memory that plans may use, bytes; <c>null</c> asks the system.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Targets of a campaign; <c>null</c> takes the benchmark's own.</summary>
    public int? Instances { get; init; }

    /// <summary>The state that campaigns are kept in; <c>null</c> takes a SQLite file of its own.</summary>
    public string? Database { get; init; }

    /// <summary>A folder for what workers need.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Where a timeline is written, by the benchmarks that record one.</summary>
    public string? TraceFile { get; init; }
}
