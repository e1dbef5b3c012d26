using Foldline.Network.Devices;
using Foldline.Network.Diffusion;
using Foldline.Network.Heads;
using Foldline.Network.Inputs;
using Foldline.Network.Primitives;
using Foldline.Network.Random;
using Foldline.Structures.Arrays;
using Foldline.Structures.Predictions;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Model;

/// <summary>
/// Folds targets: trunk, sampler, heads. The same features, weights, seed and settings give the same structures. The original's random dropout on recycled
/// pairs is off.
/// </summary>
/// <param name="model">The network to fold with; it stays the caller's.</param>
public sealed class Predictor(LoadedModel model)
{
    /// <summary>
    /// The structures of one seed, one after the other. Trunk and sampler run when the first is asked for. The logits of a structure can be read until the
    /// next one is asked for or the enumeration ends; everything else stays.
    /// </summary>
    /// <param name="features">The features, under their official names.</param>
    /// <param name="layout">The atoms and their grouping.</param>
    /// <param name="options">Seed, samples, steps, recycles.</param>
    /// <param name="progress">Hears of stages and steps.</param>
    /// <param name="cancellationToken">Looked at between blocks and steps.</param>
    public IEnumerable<Prediction> Predict(
        IReadOnlyList<NamedArray> features, AtomLayout layout, PredictionOptions options, IProgress<PredictionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Samples, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SamplesAtOnce, 1, nameof(options));
        return Enumerate(features, layout, options, progress, cancellationToken);
    }

    // Dispose scopes and gradient modes belong to a thread and a stretch of code; none may be open across a yield.
    private IEnumerable<Prediction> Enumerate(
        IReadOnlyList<NamedArray> features, AtomLayout layout, PredictionOptions options, IProgress<PredictionProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var afterwards = new Leftovers();
        using var inputs = ModelInputs.From(features, model.Device);
        var (positions, contacts, single, pair) = Fold(inputs, options, progress, cancellationToken);
        try
        {
            for (int sample = 0; sample < options.Samples; sample++)
            {
                progress?.Report(new PredictionProgress(PredictionStage.Confidence, sample, options.Samples));
                using var judged = Judge(inputs, single, pair, positions, sample, cancellationToken);
                progress?.Report(new PredictionProgress(PredictionStage.Confidence, sample + 1, options.Samples));
                yield return new Prediction
                {
                    Seed = options.Seed, Sample = sample, Layout = layout, Coordinates = judged.Coordinates, ContactProbability = contacts,
                    Plddt = judged.Plddt, Pae = judged.Pae, Pde = judged.Pde, Resolved = judged.Resolved,
                };
            }
        }
        finally
        {
            positions.Dispose();
            single.Dispose();
            pair.Dispose();
        }
    }

    private (Tensor Positions, float[] Contacts, Tensor Single, Tensor Pair) Fold(
        ModelInputs inputs, PredictionOptions options, IProgress<PredictionProgress>? progress, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var network = model.Network;
        network.UseChunks(options.ChunkSize);
        progress?.Report(new PredictionProgress(PredictionStage.Trunk, 0, options.Cycles));
        using var trunk = network.RunTrunk(
            inputs, options.Cycles, new SeededMsaRowDraws(options.Seed), null,
            done => progress?.Report(new PredictionProgress(PredictionStage.Trunk, done, options.Cycles)), cancellationToken);
        NativeHeap.GiveBack();
        using var probability = ContactProbability.From(network.Distogram, trunk.Pair).to(ScalarType.Float32).cpu().contiguous();
        float[] contacts = probability.data<float>().ToArray();
        var positions = Sample(inputs, trunk, options, progress, cancellationToken);
        NativeHeap.GiveBack();
        var (single, pair) = network.Confidence.Prepare(trunk.SInputs, trunk.Single, trunk.Pair);
        return (positions.DetachFromDisposeScope(), contacts, single.DetachFromDisposeScope(), pair.DetachFromDisposeScope());
    }

    private Tensor Sample(ModelInputs inputs, Trunk trunk, PredictionOptions options, IProgress<PredictionProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var diffusion = model.Network.Diffusion;
        var configuration = model.Configuration;
        using var context = diffusion.Prepare(inputs, trunk.SInputs, trunk.Single, trunk.Pair);
        var sampler = new DiffusionSampler(configuration.Sampling with { Steps = options.Steps }, configuration.Diffusion.SigmaData);
        int groups = (options.Samples + options.SamplesAtOnce - 1) / options.SamplesAtOnce, done = 0;
        progress?.Report(new PredictionProgress(PredictionStage.Diffusion, 0, groups * options.Steps));
        var structures = new List<Tensor>();
        for (int first = 0; first < options.Samples; first += options.SamplesAtOnce)
        {
            using var randomness = new SeededSamplerRandomness(options.Seed, first, Math.Min(options.SamplesAtOnce, options.Samples - first));
            structures.Add(sampler.Sample(
                (noisy, level) => diffusion.Denoise(context, noisy, level), inputs.AtomCount, randomness, model.Device,
                step => progress?.Report(new PredictionProgress(PredictionStage.Diffusion, ++done, groups * options.Steps)), cancellationToken));
        }
        var positions = cat(structures, 0);
        if (!positions.isfinite().all().item<bool>())
            throw new InvalidOperationException("The network gave coordinates that are not finite; the weights or the precision do not suit this target.");
        return positions.MoveToOuterDisposeScope();
    }

    private Judged Judge(ModelInputs inputs, Tensor single, Tensor pair, Tensor positions, int sample, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var structure = positions[sample];
        using var logits = model.Network.Confidence.Judge(inputs, (single, pair), structure, cancellationToken);
        return new Judged(
            structure.cpu().contiguous().data<float>().ToArray(), new TensorLogits(logits.Plddt), new TensorLogits(logits.Pae), new TensorLogits(logits.Pde),
            new TensorLogits(logits.Resolved));
    }

    /// <summary>What a prediction leaves in the heap goes back to the system when all of its tensors are gone.</summary>
    private sealed class Leftovers : IDisposable
    {
        public void Dispose() => NativeHeap.GiveBack();
    }

    private sealed record Judged(float[] Coordinates, TensorLogits Plddt, TensorLogits Pae, TensorLogits Pde, TensorLogits Resolved) : IDisposable
    {
        public void Dispose()
        {
            Plddt.Dispose();
            Pae.Dispose();
            Pde.Dispose();
            Resolved.Dispose();
        }
    }
}
