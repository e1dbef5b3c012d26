using System.Globalization;
using System.Text.Json.Nodes;
using Foldline.Artifacts;
using Foldline.Features;
using Foldline.Ranking.Samples;

namespace Foldline.Activities.Prediction;

/// <summary>Folds a target with every seed. The unit of work is (target, seed): it is remembered by content, so an interrupted target loses one seed at most.</summary>
[Activity("Foldline.Predict", "Folds the target with every seed and scores each structure.", Resource = ResourceClass.Model)]
[Retry(TransientAttempts = 2, Ladder = ["small-chunks", "smaller-chunks"])]
public sealed class PredictStructures(IModelHost host) : Activity<PredictStructures.Input, PredictStructures.Output>
{
    // Raised whenever the same features, weights and seed would give other numbers than before.
    private const string Revision = "1";

    /// <summary>What is folded, and how often.</summary>
    public sealed record Input
    {
        /// <summary>All the network reads.</summary>
        [Input("All the network reads.", Kind = ArtifactKinds.Features)]
        public required ArtifactRef Features { get; init; }

        /// <summary>How many tokens the features have.</summary>
        [Input("The number of tokens, where it is known: then only a worker with memory for them gets this; 0 goes to any.", Unit = "tokens")]
        public int Tokens { get; init; }

        /// <summary>How many rows their alignment has.</summary>
        [Input("Rows of the alignment, for the same purpose.", Unit = "rows")]
        public int MsaRows { get; init; }

        /// <summary>The seeds.</summary>
        [Input("Seeds; each gives its own structures.")]
        public IReadOnlyList<long> Seeds { get; init; } = [1];

        /// <summary>Structures per seed.</summary>
        [Input("Structures per seed.")]
        public int Samples { get; init; } = 5;

        /// <summary>Diffusion steps.</summary>
        [Input("Diffusion steps; 0 means the model's own number.")]
        public int Steps { get; init; }

        /// <summary>Recycles.</summary>
        [Input("Recycles of the trunk; 0 means the model's own number.")]
        public int Cycles { get; init; }
    }

    /// <summary>The structures.</summary>
    public sealed record Output
    {
        /// <summary>The structures with their scores, seed by seed.</summary>
        [Output("The structures with their scores.", Kind = ArtifactKinds.Prediction)]
        public required IReadOnlyList<ArtifactRef> Predictions { get; init; }

        /// <summary>The network that made them.</summary>
        [Output("The network that made them.")]
        public required string Model { get; init; }

        /// <summary>SHA-256 of its weights, or <c>untrained-SEED</c>.</summary>
        [Output("The hash of its weights.")]
        public required string WeightsHash { get; init; }

        /// <summary>What its weights are where they are no trained predictor; empty otherwise.</summary>
        [Output("What its weights are where they are no trained predictor.")]
        public required string WeightsLabel { get; init; }
    }

    private sealed record SeedResult(IReadOnlyList<ArtifactRef> Samples);

    /// <inheritdoc/>
    public override ActivityNeeds NeedsOf(JsonObject inputs)
    {
        int Number(string name) => inputs[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
        return Number("tokens") is > 0 and var tokens ? ActivityNeeds.None with { Memory = host.LeastMemory(tokens, Math.Max(1, Number("msaRows"))) } : ActivityNeeds.None;
    }

    /// <inheritdoc/>
    protected override async Task<Output> ExecuteAsync(Input input, IActivityContext context, CancellationToken cancellationToken)
    {
        if (input.Seeds.Count == 0) throw new ActivityFailedException(FailureClass.Deterministic, $"{context.InstanceId} names no seed.", "Give at least one seed.");
        var steps = input.Steps > 0 ? input.Steps : host.Identity.Steps;
        var cycles = input.Cycles > 0 ? input.Cycles : host.Identity.Cycles;
        FeatureSet? features = null;
        var predictions = new List<ArtifactRef>();
        foreach (var (index, seed) in input.Seeds.Index())
        {
            var key = UnitKey.Of("predict", Revision, input.Features.Sha256, host.Identity.Model, host.Identity.WeightsHash, host.Identity.Device, host.Identity.Dtype,
                Text(seed), Text(input.Samples), Text(steps), Text(cycles));
            var result = await context.OnceAsync(key, $"seed {seed} of {context.InstanceId}", async token =>
            {
                features ??= FeatureFile.Load(await context.Artifacts.LocalFileAsync(input.Features, token));
                return await PredictAsync(new PredictionRequest(features.Augmented(seed), seed, input.Samples, steps, cycles, context.Rung), context,
                    new SynchronousProgress<ActivityProgress>(now => context.Report(OfAll(now, index, input.Seeds.Count))), token);
            }, cancellationToken);
            predictions.AddRange(result.Samples);
        }
        return new Output
        {
            Predictions = predictions, Model = host.Identity.Model, WeightsHash = host.Identity.WeightsHash, WeightsLabel = host.Identity.WeightsLabel,
        };
    }

    private async Task<SeedResult> PredictAsync(
        PredictionRequest request, IActivityContext context, IProgress<ActivityProgress> progress, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        await host.PredictAsync(request, prediction =>
        {
            var file = Path.Combine(context.ScratchFolder, $"seed-{request.Seed}_sample-{prediction.Sample}.safetensors");
            ScoredSampleFile.Save(file, ScoredSample.From(prediction, request.Cycles, cancellationToken));
            files.Add(file);
        }, progress, cancellationToken);
        var stored = new List<ArtifactRef>();
        foreach (var file in files)
        {
            stored.Add(await context.Artifacts.PutFileAsync(file, "application/x-safetensors", cancellationToken));
            File.Delete(file);
        }
        return new SeedResult(stored);
    }

    /// <summary>How far one seed is, as how far all of them are.</summary>
    private static ActivityProgress OfAll(ActivityProgress ofOne, int index, int seeds) => ofOne with { Done = (index * ofOne.Total) + ofOne.Done, Total = seeds * ofOne.Total };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
