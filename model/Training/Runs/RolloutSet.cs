using System.Globalization;
using Foldline.Network.Configuration;
using Foldline.Network.Diffusion;
using Foldline.Network.Inputs;
using Foldline.Network.Model;
using Foldline.Network.Random;
using Foldline.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>The sampled structures of all entries, see <see cref="RolloutOptions"/>: made once, kept in files beside the run, drawn from at every step.</summary>
internal sealed class RolloutSet : ITrainingSource, IDisposable
{
    private readonly TrainingConfiguration _configuration;
    private readonly RolloutOptions _options;
    private readonly ExampleSet _examples;
    private readonly ProtenixModel _model;
    private readonly Device _device;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads the structures, or samples what is not there yet.</summary>
    /// <param name="configuration">What to train.</param>
    /// <param name="examples">The entries.</param>
    /// <param name="model">The network, with the weights that the run starts from.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="folder">Where the files lie.</param>
    /// <param name="cancellationToken">Looked at between samples.</param>
    public RolloutSet(TrainingConfiguration configuration, ExampleSet examples, ProtenixModel model, Device device, string folder, CancellationToken cancellationToken)
    {
        (_configuration, _options, _examples, _model, _device) = (configuration, configuration.Rollouts!, examples, model, device);
        Directory.CreateDirectory(folder);
        foreach (var (place, item) in examples.Items.Index())
        {
            var file = new RolloutFile(Path.Combine(folder, $"{item.Entry.Name}.safetensors"), Made(configuration), device);
            var values = file.Read() ?? file.Write(Sample(place, item, cancellationToken));
            var inputs = ModelInputs.From(item.Example.Features.Arrays, device);
            _entries[item.Entry.Name] = new Entry(inputs, values);
        }
    }

    /// <inheritdoc/>
    public TrainingItem Get(long step, int part)
    {
        var item = _examples.Get(step, part);
        var drawn = (int)(StepSeed.Uniform(_configuration.Seed, step, part, StepSeed.Use.Rollout) * (_options.Seeds * SamplesOfSeed));
        var (seed, first) = (drawn / SamplesOfSeed, drawn % SamplesOfSeed);
        return item with { Rollout = At(item.Name, seed, [first, .. Companions(first, StepSeed.Of(_configuration.Seed, step, part, StepSeed.Use.Rollout))]) };
    }

    /// <summary>The structures of an entry that are never learned; views that belong to the caller's scope.</summary>
    public IReadOnlyList<Rollout> HeldOut(string entry) =>
    [
        .. from seed in Enumerable.Range(_options.Seeds, _options.HeldOutSeeds)
           from sample in Enumerable.Range(0, SamplesOfSeed)
           select At(entry, seed, [sample]),
    ];

    /// <summary>The trunk's single representations of all tokens of all entries, for the caller to dispose. [token,cS]</summary>
    public Tensor Singles() => cat([.. _entries.Values.Select(entry => entry.Values[RolloutFile.Single].flatten(0, 1))]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var entry in _entries.Values) entry.Dispose();
    }

    /// <summary>Everything that the structures follow from.</summary>
    private static string Made(TrainingConfiguration of) => string.Create(
        CultureInfo.InvariantCulture,
        $"{of.Model} from {of.StartFrom}, seed {of.Seed}, {of.LeastMiniRolloutSteps} to {of.MiniRolloutSteps} steps, {of.Rollouts! with { Standardise = false, Together = 1 }}");

    private int SamplesOfSeed => _options.Ordinary + _options.Varied;

    /// <summary>Views of what is kept; they live as long as the scope they are made in.</summary>
    private Rollout At(string name, int seed, int[] samples)
    {
        var (inputs, values) = _entries[name];
        var trunk = new Trunk(values[RolloutFile.SInputs][seed], values[RolloutFile.Single][seed], values[RolloutFile.Pair][seed]);
        using var steps = values[RolloutFile.Steps][seed, samples[0]];
        var all = values[RolloutFile.Structures][seed];
        var structures = samples is [var only] ? all.narrow(0, only, 1) : cat([.. samples.Select(sample => all.narrow(0, sample, 1))]);
        return new Rollout(inputs, trunk, structures, (int)steps.item<long>());
    }

    /// <summary>Other samples of the same kind, in random order; all where there are fewer than asked for.</summary>
    private IEnumerable<int> Companions(int first, long seed)
    {
        var (start, count) = first < _options.Ordinary ? (0, _options.Ordinary) : (_options.Ordinary, _options.Varied);
        return Enumerable.Range(start, count).Where(sample => sample != first).OrderBy(sample => StepSeed.Of(seed, sample, 0, StepSeed.Use.Rollout)).Take(_options.Together - 1);
    }

    private Dictionary<string, Tensor> Sample(int place, ExampleSet.Item item, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _model.eval();
        var parts = new List<Dictionary<string, Tensor>>();
        for (var number = 0; number < _options.Seeds + _options.HeldOutSeeds; number++)
            parts.Add(SampleSeed(item, StepSeed.Of(_configuration.Seed, number, place, StepSeed.Use.Rollout), cancellationToken));
        _model.train();
        return parts[0].Keys.ToDictionary(name => name, name => stack([.. parts.Select(part => part[name])]).MoveToOuterDisposeScope());
    }

    private Dictionary<string, Tensor> SampleSeed(ExampleSet.Item item, long seed, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        using var inputs = ModelInputs.From(item.Example.Features.Augmented(seed).Arrays, _device);
        var trunk = _model.RunTrunk(inputs, _model.Configuration.Cycles, new SeededMsaRowDraws(seed), cancellationToken: cancellationToken);
        using var context = _model.Diffusion.Prepare(inputs, trunk.SInputs, trunk.Single, trunk.Pair);
        var (structures, steps) = (new List<Tensor>(), new List<long>());
        foreach (var (first, count, sampling) in Groups(seed))
        {
            using var randomness = new SeededSamplerRandomness(seed, first, count);
            structures.Add(new DiffusionSampler(sampling, _model.Configuration.Diffusion.SigmaData).Sample(
                (noisy, level) => _model.Diffusion.Denoise(context, noisy, level), inputs.AtomCount, randomness, _device, cancellation: cancellationToken));
            steps.AddRange(Enumerable.Repeat((long)sampling.Steps, count));
        }
        var made = new Dictionary<string, Tensor>
        {
            [RolloutFile.SInputs] = trunk.SInputs, [RolloutFile.Single] = trunk.Single, [RolloutFile.Pair] = trunk.Pair.to(ScalarType.Float32),
            [RolloutFile.Structures] = cat(structures, 0), [RolloutFile.Steps] = tensor(steps),
        };
        return made.ToDictionary(pair => pair.Key, pair => pair.Value.MoveToOuterDisposeScope());
    }

    /// <summary>First sample, count and settings of each group that is sampled together.</summary>
    private IEnumerable<(int First, int Count, SamplingConfiguration Sampling)> Groups(long seed)
    {
        var own = _model.Configuration.Sampling;
        for (var first = 0; first < _options.Ordinary; first += _options.AtOnce) yield return (first, Math.Min(_options.AtOnce, _options.Ordinary - first), own);
        var (least, most) = (_configuration.LeastMiniRolloutSteps ?? _configuration.MiniRolloutSteps, _configuration.MiniRolloutSteps);
        for (var first = _options.Ordinary; first < SamplesOfSeed; first += _options.AtOnce)
        {
            var drawn = least * Math.Pow((most + 1.0) / least, StepSeed.Uniform(seed, first, 0, StepSeed.Use.MiniRollout));
            var scale = _options.LeastStepScale + (1 - _options.LeastStepScale) * StepSeed.Uniform(seed, first, 1, StepSeed.Use.MiniRollout);
            yield return (first, Math.Min(_options.AtOnce, SamplesOfSeed - first), own with { Steps = Math.Min((int)drawn, most), StepScale = own.StepScale * scale });
        }
    }

    private sealed record Entry(ModelInputs Inputs, IReadOnlyDictionary<string, Tensor> Values) : IDisposable
    {
        public void Dispose()
        {
            Inputs.Dispose();
            foreach (var value in Values.Values) value.Dispose();
        }
    }
}
