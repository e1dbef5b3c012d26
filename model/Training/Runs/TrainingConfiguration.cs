using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Foldline.Sequences;
using Foldline.Training.Data;
using Foldline.Training.Losses;
using Foldline.Training.Optimisation;

namespace Foldline.Training.Runs;

/// <summary>What <c>foldline train</c> is told: model, entries, losses, optimisation, when to save and to evaluate.</summary>
public sealed record TrainingConfiguration
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The model to train, by its registered name.</summary>
    public required string Model { get; init; }

    /// <summary>Weights to start from (safetensors or .pt, relative to the configuration); seeded random weights where <c>null</c>.</summary>
    public string? StartFrom { get; init; }

    /// <summary>With <see cref="StartFrom"/>: parameters that the file lacks, or has in another shape, start at random in place of an error.</summary>
    public bool StartPartially { get; init; }

    /// <summary>With <see cref="StartFrom"/>: parameters whose name contains one of these start at random all the same.</summary>
    public IReadOnlyList<string> FreshNames { get; init; } = [];

    /// <summary>Whole chains to learn; or <see cref="Crops"/>.</summary>
    public IReadOnlyList<TrainingEntry> Entries { get; init; } = [];

    /// <summary>Crops of assemblies to learn; or <see cref="Entries"/>.</summary>
    public CropSourceOptions? Crops { get; init; }

    /// <summary>Structures that are evaluated but never learned.</summary>
    public IReadOnlyList<TrainingEntry> HeldOut { get; init; } = [];

    /// <summary>Optimiser steps in all.</summary>
    public required long Steps { get; init; }

    /// <summary>What the weights are where they are no predictor; written into them and shown with everything they fold. Default: nothing.</summary>
    public string Label { get; init; } = "";

    /// <summary>Seed of weights, order of entries, noise and dropout.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Noisy copies of a structure that are denoised in one step. Default 48, the original's.</summary>
    public int DiffusionBatch { get; init; } = 48;

    /// <summary>Noisy copies denoised at once; <c>null</c> for all. Bounds memory, changes nothing else.</summary>
    public int? DiffusionChunk { get; init; }

    /// <summary>Most passes through the trunk; each step draws 1 to this many, the last with gradients. Default 4.</summary>
    public int Cycles { get; init; } = 4;

    /// <summary>Sampler steps of the mini-rollout that confidence is trained on. Default 20.</summary>
    public int MiniRolloutSteps { get; init; } = 20;

    /// <summary>
    /// Fewest sampler steps of the mini-rollout: each step draws a number from this to <see cref="MiniRolloutSteps"/>, so that confidence sees good and bad
    /// structures. Default: always <see cref="MiniRolloutSteps"/>.
    /// </summary>
    public int? LeastMiniRolloutSteps { get; init; }

    /// <summary>
    /// Train the confidence head alone, on structures that are sampled once before the first step. Needs <see cref="Entries"/> and
    /// <see cref="LossOptions.ConfidenceOnly"/>. Default: structures are sampled anew in every step.
    /// </summary>
    public RolloutOptions? Rollouts { get; init; }

    /// <summary>
    /// The type that the trunk multiplies in. Weights, gradients and the optimiser's state stay single precision, as do the islands that the original keeps:
    /// inputs, denoiser, heads and losses. Default single.
    /// </summary>
    public TrainingPrecision Dtype { get; init; }

    /// <summary>The rate of every dropout of the network; default: each one's own. Little data learned by heart goes faster with 0.</summary>
    public double? Dropout { get; init; }

    /// <summary>Share of steps in which an entry with alignments is shown without them. Default 0.</summary>
    public double AlignmentDropRate { get; init; }

    /// <summary>Alignment rows kept. Default 16384.</summary>
    public int MaxAlignmentRows { get; init; } = 16384;

    /// <summary>The loss.</summary>
    public LossOptions Loss { get; init; } = new();

    /// <summary>The optimisation.</summary>
    public OptimisationOptions Optimisation { get; init; } = new();

    /// <summary>Which intermediate values are recomputed in the backward pass. Default none.</summary>
    public Recomputation.RecomputePolicy Recompute { get; init; } = new();

    /// <summary>Steps between two checkpoints. Default 100.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>Checkpoints kept, the newest ones. Default 2.</summary>
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>Steps between two evaluations; 0 for the last step only. Default 0.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>Samples per entry in an evaluation. Default 5.</summary>
    public int EvaluationSamples { get; init; } = 5;

    /// <summary>Sampler steps of an evaluation. Default: the model's own.</summary>
    public int? EvaluationSteps { get; init; }

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="InputException">The file is missing, no JSON, or holds an unknown or impossible setting.</exception>
    public static TrainingConfiguration Load(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path} does not exist; give the training configuration, a JSON file.");
        try
        {
            var configuration = JsonSerializer.Deserialize<TrainingConfiguration>(File.ReadAllText(path), Json)
                ?? throw new InputException($"{path} holds null; give a JSON object.");
            ConfigurationCheck.Check(configuration, path);
            return configuration;
        }
        catch (JsonException fault)
        {
            throw new InputException($"{path}: {ConfigurationCheck.Explain(fault)}", fault);
        }
    }

    /// <summary>The configuration as JSON, all defaults written out.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The keys whose values differ from those of a configuration written earlier, other than the number of steps; none where there is no such file.</summary>
    public IReadOnlyList<string> DifferencesFrom(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            if (JsonNode.Parse(File.ReadAllText(path)) is not JsonObject before) return [];
            var now = JsonNode.Parse(ToJson())!.AsObject();
            return [.. now.Select(pair => pair.Key).Where(key => key != "steps" && !JsonNode.DeepEquals(now[key], before[key]))];
        }
        catch (JsonException)
        {
            return [];                                            // a run killed while it wrote its settings: nothing to compare with
        }
    }
}
