using Foldline.Activities.Search;
using Foldline.Artifacts;
using Foldline.Features;
using Foldline.Sequences;

namespace Foldline.Activities.Features;

/// <summary>Turns a target and its alignments into what the network reads. Nothing here is drawn at random; the seeds come with the prediction.</summary>
[Activity("Foldline.BuildFeatures", "Turns a target and its alignments into what the network reads.", Resource = ResourceClass.Light)]
public sealed class BuildFeatures(Featurizer featurizer) : Activity<BuildFeatures.Input, BuildFeatures.Output>
{
    /// <summary>What features are made of.</summary>
    public sealed record Input
    {
        /// <summary>The target.</summary>
        [Input("What is to be folded.", Kind = ArtifactKinds.Target)]
        public required ArtifactRef Target { get; init; }

        /// <summary>The alignments of its entities.</summary>
        [Input("The alignments of its entities.", Kind = ArtifactKinds.Alignments)]
        public required ArtifactRef Alignments { get; init; }

        /// <summary>Rows kept of the alignment.</summary>
        [Input("Rows kept of the alignment, paired ones included.", Unit = "rows")]
        public int MaxMsaRows { get; init; } = new FeatureOptions().MaxMsaRows;
    }

    /// <summary>What was made.</summary>
    public sealed record Output
    {
        /// <summary>All the network reads.</summary>
        [Output("All the network reads.", Kind = ArtifactKinds.Features)]
        public required ArtifactRef Features { get; init; }

        /// <summary>The number of tokens.</summary>
        [Output("The number of tokens.", Unit = "tokens")]
        public required int Tokens { get; init; }

        /// <summary>Rows of the alignment.</summary>
        [Output("Rows of the alignment.", Unit = "rows")]
        public required int MsaRows { get; init; }
    }

    /// <inheritdoc/>
    protected override async Task<Output> ExecuteAsync(Input input, IActivityContext context, CancellationToken cancellationToken)
    {
        var target = await context.Artifacts.ReadJsonAsync<Target>(input.Target, ActivityJson.Options, cancellationToken);
        var alignments = await context.Artifacts.ReadJsonAsync<TargetAlignments>(input.Alignments, ActivityJson.Options, cancellationToken);
        var options = new FeatureOptions { MaxMsaRows = input.MaxMsaRows, MaxPairedRows = Math.Max(1, input.MaxMsaRows / 2) };
        var features = featurizer.Build(target, [.. alignments.Entities.Select(entity => EntityAlignments.FromA3m(entity.Unpaired, entity.Paired))], options);
        var file = Path.Combine(context.ScratchFolder, "features.safetensors");
        FeatureFile.Save(file, features);
        var stored = await context.Artifacts.PutFileAsync(file, "application/x-safetensors", cancellationToken);
        return new Output { Features = stored, Tokens = features.Facts.Tokens, MsaRows = features.Facts.MsaRows };
    }
}
