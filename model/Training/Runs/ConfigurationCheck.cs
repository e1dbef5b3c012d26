using System.Text.Json;
using System.Text.RegularExpressions;
using Foldline.Sequences;

namespace Foldline.Training.Runs;

/// <summary>Refuses what a training configuration cannot mean, before anything starts.</summary>
internal static partial class ConfigurationCheck
{
    /// <summary>Looks at every setting that has a wrong value.</summary>
    /// <exception cref="InputException">A setting is impossible; the sentence names the file and the setting.</exception>
    public static void Check(TrainingConfiguration of, string path)
    {
        CheckSources(of, path);
        CheckRollouts(of, path);
        foreach (var (name, value) in Counts(of))
            if (value < 1) throw new InputException($"{path}: {name} is {value}; it must be at least 1.");
        if (of.EvaluateEvery < 0) throw new InputException($"{path}: evaluateEvery is {of.EvaluateEvery}; give steps, or 0 for the last step only.");
        foreach (var (name, value) in new[] { ("dropout", of.Dropout ?? 0), ("optimisation.averageDecay", of.Optimisation.AverageDecay), ("optimisation.adam.beta1", of.Optimisation.Adam.Beta1), ("optimisation.adam.beta2", of.Optimisation.Adam.Beta2) })
            if (value is not (>= 0 and < 1)) throw new InputException($"{path}: {name} is {value}; it must be at least 0 and below 1.");
        if (of.AlignmentDropRate is not (>= 0 and <= 1)) throw new InputException($"{path}: alignmentDropRate is {of.AlignmentDropRate}; it is a share, 0 to 1.");
        if (!(of.Optimisation.ClipNorm >= 0)) throw new InputException($"{path}: optimisation.clipNorm is {of.Optimisation.ClipNorm}; give 0 for no clipping, or more.");
        foreach (var (name, schedule) in new[] { ("schedule", of.Optimisation.Schedule), ("fineTuneSchedule", of.Optimisation.FineTuneSchedule) })
            foreach (var step in new[] { 0, of.Steps / 2, of.Steps - 1 })
                if (schedule.RateAt(step) is var rate && !(rate >= 0 && double.IsFinite(rate)))
                    throw new InputException($"{path}: optimisation.{name} gives the learning rate {rate} in step {step}; it must not be negative.");
    }

    /// <summary>What a fault of the JSON reader means to somebody who wrote the file.</summary>
    public static string Explain(JsonException fault)
    {
        if (Unmapped().Match(fault.Message) is { Success: true } unknown) return $"there is no setting '{unknown.Groups[1].Value}'; docs/training.md lists them.";
        if (Discriminator().Match(fault.Message) is { Success: true } kind)
            return $"the schedule '{kind.Groups[1].Value}' is not known; kind is af3, cosine or constant, and comes first.";
        return fault.Message;
    }

    private static void CheckSources(TrainingConfiguration of, string path)
    {
        if (of.Entries.Count == 0 == (of.Crops is null))
            throw new InputException($"{path}: give either entries, whole chains to learn, or crops, a folder of structures; {(of.Crops is null ? "neither is" : "both are")} there.");
        if (of.Crops is { Templates: not null, Alignments: null })
            throw new InputException($"{path}: crops.templates needs crops.alignments, whose folders hold the template hits (ID_ENTITY/hmmsearch.a3m).");
        var twice = of.Entries.Concat(of.HeldOut).GroupBy(entry => entry.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new InputException($"{path}: two entries are named {twice.Key}; names must differ.");
        foreach (var entry in of.Entries)
            if (!(entry.Weight >= 0)) throw new InputException($"{path}: the weight of {entry.Name} is {entry.Weight}; it must not be negative.");
        if (of.Crops is null && of.Entries.All(entry => entry.Weight == 0)) throw new InputException($"{path}: all entries have weight 0; nothing would be drawn.");
    }

    private static void CheckRollouts(TrainingConfiguration of, string path)
    {
        if (of.Rollouts is not { } rollouts) return;
        if (of.Crops is not null || !of.Loss.ConfidenceOnly)
            throw new InputException($"{path}: rollouts train the confidence head on whole chains; give entries, and set loss.confidenceOnly to true.");
        if (rollouts is { Ordinary: < 1, Varied: < 1 }) throw new InputException($"{path}: rollouts.ordinary and rollouts.varied are both below 1; there is nothing to learn from.");
        if (rollouts is { LeastStepScale: <= 0 or > 1 }) throw new InputException($"{path}: rollouts.leastStepScale is {rollouts.LeastStepScale}; it must be above 0 and at most 1.");
    }

    private static (string Name, long Value)[] Counts(TrainingConfiguration of) =>
    [
        ("rollouts.seeds", of.Rollouts?.Seeds ?? 1), ("rollouts.atOnce", of.Rollouts?.AtOnce ?? 1), ("rollouts.together", of.Rollouts?.Together ?? 1), ("rollouts.heldOutSeeds", 1 + (of.Rollouts?.HeldOutSeeds ?? 0)),
        ("rollouts.ordinary", 1 + (of.Rollouts?.Ordinary ?? 0)), ("rollouts.varied", 1 + (of.Rollouts?.Varied ?? 0)), ("steps", of.Steps), ("diffusionBatch", of.DiffusionBatch),
        ("diffusionChunk", of.DiffusionChunk ?? 1), ("cycles", of.Cycles), ("miniRolloutSteps", of.MiniRolloutSteps), ("leastMiniRolloutSteps", of.LeastMiniRolloutSteps ?? 1),
        ("maxAlignmentRows", of.MaxAlignmentRows), ("checkpointEvery", of.CheckpointEvery), ("keepCheckpoints", of.KeepCheckpoints), ("evaluationSamples", of.EvaluationSamples),
        ("evaluationSteps", of.EvaluationSteps ?? 1), ("optimisation.accumulation", of.Optimisation.Accumulation),
    ];

    [GeneratedRegex("JSON property '([^']*)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("unrecognized type discriminator id '([^']*)'")]
    private static partial Regex Discriminator();
}
