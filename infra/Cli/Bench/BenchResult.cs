using System.Text.Json.Serialization;

namespace Foldline.Cli.Bench;

/// <summary>One line of results. Absent values were not measured.</summary>
public sealed record BenchResult
{
    /// <summary>The benchmark, and the variant where it has several.</summary>
    [JsonPropertyName("name")] public required string Name { get; init; }

    /// <summary>fp32 or bf16.</summary>
    [JsonPropertyName("dtype")] public required string Dtype { get; init; }

    /// <summary>The device, as the command line names it.</summary>
    [JsonPropertyName("device")] public string Device { get; init; } = "cpu";

    /// <summary>Tokens, or atoms for what works on atoms alone.</summary>
    [JsonPropertyName("tokens")] public required long Tokens { get; init; }

    /// <summary>Median of the repeats, milliseconds of wall clock.</summary>
    [JsonPropertyName("median_ms")] public required double MedianMs { get; init; }

    /// <summary>The fastest repeat, milliseconds of wall clock.</summary>
    [JsonPropertyName("min_ms")] public required double MinMs { get; init; }

    /// <summary>Processor time of the process in the repeat that used least, milliseconds over all threads: what the work costs however busy the machine is.</summary>
    [JsonPropertyName("cpu_ms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? CpuMs { get; init; }

    /// <summary>Most tensor bytes alive at once above what was alive before, megabytes of 1e6 bytes.</summary>
    [JsonPropertyName("peak_mb")] public required double PeakMb { get; init; }

    /// <summary>Most memory of the process, megabytes.</summary>
    [JsonPropertyName("peak_rss_mb"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? PeakRssMb { get; init; }

    /// <summary>Work of one repeat in GFLOP, matrix products and attention alone.</summary>
    [JsonPropertyName("gflop")] public double? Gflop { get; init; }

    /// <summary>The rate reached, by the fastest repeat, over the best matmul rate of this process in this type.</summary>
    [JsonPropertyName("fraction_of_matmul")] public double? FractionOfMatmul { get; init; }

    /// <summary>The best matmul rate of this process in this type, GFLOP/s.</summary>
    [JsonPropertyName("matmul_gflops"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? MatmulGflops { get; init; }

    /// <summary>The fastest repeat of what it is compared with, milliseconds.</summary>
    [JsonPropertyName("baseline_ms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? BaselineMs { get; init; }

    /// <summary>The memory it is compared with, megabytes.</summary>
    [JsonPropertyName("baseline_mb"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? BaselineMb { get; init; }

    /// <summary>This over the baseline: below one is better.</summary>
    [JsonPropertyName("ratio"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? Ratio { get; init; }

    /// <summary>Largest difference from the baseline's answer.</summary>
    [JsonPropertyName("max_difference"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? MaxDifference { get; init; }

    /// <summary>Structures folded in an hour.</summary>
    [JsonPropertyName("structures_per_hour"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? StructuresPerHour { get; init; }

    /// <summary>Activities a second, for what works on campaigns.</summary>
    [JsonPropertyName("per_second"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double? PerSecond { get; init; }

    /// <summary>Anything that a reader should know about the figures.</summary>
    [JsonPropertyName("note"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Note { get; init; }
}
