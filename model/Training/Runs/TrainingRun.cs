using System.Globalization;
using Foldline.Features;
using Foldline.Network.Configuration;
using Foldline.Network.Devices;
using Foldline.Network.Inputs;
using Foldline.Network.Model;
using Foldline.Network.Primitives;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Training.Data;
using Foldline.Training.Losses;
using Foldline.Training.Optimisation;
using Foldline.Training.Recomputation;
using Foldline.Training.Sampling;
using Foldline.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>
/// Trains a model as a configuration says, in one folder: <c>config.json</c>, <c>checkpoints/</c>, <c>losses.csv</c>, <c>evaluation.csv</c>,
/// <c>training.html</c>, and <c>weights.safetensors</c> at the end. Started again on the same folder it continues from the newest checkpoint, to the bit.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly TrainingConfiguration _configuration;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ProtenixModel _model;
    private readonly Dictionary<string, Tensor> _trained = new(StringComparer.Ordinal), _frozen = new(StringComparer.Ordinal);
    private readonly Device _device;
    private readonly ParameterBlock? _block;
    private readonly Adam _adam;
    private readonly ParameterAverage? _average;
    private readonly ExampleSet _examples, _heldOut;
    private ITrainingSource _source;
    private RolloutSet? _rollouts;
    private readonly TotalLoss _loss;
    private readonly TrainingForward _forward;

    /// <summary>A run; reads all structures and the newest checkpoint.</summary>
    /// <param name="configuration">What to train.</param>
    /// <param name="configurationFolder">The folder to which its paths are relative.</param>
    /// <param name="folder">Where the run lives.</param>
    /// <param name="time">The clock, for the seconds of a step.</param>
    /// <param name="device">Where the network runs; the CPU where <c>null</c>.</param>
    /// <param name="cache">What was listed of structures earlier.</param>
    /// <param name="failures">Told of structures that make no example.</param>
    /// <exception cref="InputException">A structure, the starting weights or the folder's checkpoint does not fit.</exception>
    public TrainingRun(TrainingConfiguration configuration, string configurationFolder, string folder, TimeProvider time, Device? device = null, IRowCache? cache = null,
        IProgress<SampleFailure>? failures = null)
    {
        (_configuration, _folder, _time) = (configuration, folder, time);
        TorchRuntime.Load();
        _device = device ?? CPU;
        _examples = new ExampleSet(configuration.Entries, configuration, configurationFolder);
        _heldOut = new ExampleSet(configuration.HeldOut, configuration, configurationFolder);
        _model = new ProtenixModel(NetworkRegistry.Get(configuration.Model), _device);
        UntrainedWeights.Initialise(_model, configuration.Seed);
        if (configuration.StartFrom is { } start) StartingWeights.Load(_model, Path.Combine(configurationFolder, start), configuration.StartPartially, configuration.FreshNames);
        _model.UseDropoutMasks(new ReplayableDropoutMasks());
        if (configuration.Dtype == TrainingPrecision.Bf16) MixedPrecision.Apply(_model);
        if (configuration.Dropout is { } dropout)
            foreach (var module in _model.modules().OfType<IDropout>()) module.Rate = dropout;
        _model.train();
        if (configuration.Recompute.Blocks) _model.Diffusion.BiasMemory = 0;   // biases of all blocks at once would outlive the blocks
        foreach (var (name, parameter) in _model.named_parameters())
            (parameter.requires_grad && !Matches(name, configuration.Optimisation.FrozenNames) && (configuration.Rollouts is null || IsConfidence(name))
                ? _trained : _frozen)[name] = parameter;
        foreach (var parameter in _frozen.Values) parameter.requires_grad_(false);
        _source = configuration.Crops is { } crops ? new CropSource(configuration, crops, configurationFolder, cache ?? new NoRowCache(), failures) : _examples;
        _block = configuration.Optimisation.Together ?? _device.type != DeviceType.CPU ? new ParameterBlock(_trained) : null;
        _adam = new Adam(_trained, configuration.Optimisation.Adam, _block);
        _average = configuration.Optimisation.AverageDecay > 0 ? new ParameterAverage(_trained, configuration.Optimisation.AverageDecay, _block) : null;
        _loss = new TotalLoss(configuration.Loss);
        _forward = new TrainingForward(
            _model, new TrainingForwardOptions(configuration.MiniRolloutSteps, configuration.DiffusionChunk, configuration.Loss.ConfidenceOnly));
        if (TrainingCheckpoint.List(Checkpoints) is [.., var newest])
            Step = TrainingCheckpoint.Read(newest, configuration.Model, _adam, _average, _frozen).Step;
        ChangedSettings = Step == 0 ? [] : configuration.DifferencesFrom(Path.Combine(folder, "config.json"));
    }

    /// <summary>Optimiser steps taken; the next step's number.</summary>
    public long Step { get; private set; }

    /// <summary>Settings that the folder's earlier steps were made with otherwise, by their keys; a longer run is no such change.</summary>
    public IReadOnlyList<string> ChangedSettings { get; }

    /// <summary>The number of parameters that are trained.</summary>
    public long TrainedParameters => _trained.Values.Sum(parameter => parameter.numel());

    private string Checkpoints => Path.Combine(_folder, "checkpoints");

    private string Losses => Path.Combine(_folder, "losses.csv");

    private string Best => Path.Combine(_folder, "best.safetensors");

    private string Evaluations => Path.Combine(_folder, "evaluation.csv");

    /// <summary>Trains to the last step.</summary>
    /// <param name="progress">Hears of every step.</param>
    /// <param name="evaluated">Hears of every evaluation.</param>
    /// <param name="cancellationToken">Stops between blocks; what was done since the last checkpoint is done again on resuming.</param>
    /// <exception cref="TrainingFault">The loss or a gradient became infinite or no number; the batch was saved.</exception>
    public void Run(
        IProgress<StepRecord>? progress = null, IProgress<IReadOnlyList<EvaluationRow>>? evaluated = null, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "config.json"), _configuration.ToJson());
        SampleRollouts(cancellationToken);
        var curve = new LossCurve(Losses, Step);
        var table = new EvaluationTable(Evaluations, Step);
        while (Step < _configuration.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var record = TakeStep(cancellationToken);
            curve.Add(record);
            progress?.Report(record);
            var last = Step == _configuration.Steps;
            if (last || Step % _configuration.CheckpointEvery == 0)
            {
                Save();
                WritePage();
            }
            if (!last && (_configuration.EvaluateEvery == 0 || Step % _configuration.EvaluateEvery != 0)) continue;
            var rows = Evaluate(cancellationToken);
            if (_rollouts is not null) KeepIfBest(rows);
            table.Add(rows);
            evaluated?.Report(rows);
            WritePage();
        }
        if (File.Exists(Best)) File.Copy(Best, Path.Combine(_folder, "weights.safetensors"), overwrite: true);
        else if (TrainingCheckpoint.List(Checkpoints) is [.., var newest])
            File.Copy(TrainingCheckpoint.WeightsOf(newest), Path.Combine(_folder, "weights.safetensors"), overwrite: true);
    }

    /// <summary>
    /// Samples every entry with the averaged parameters and compares with the experiment; where confidence is trained on structures sampled before, judges those
    /// that are held out.
    /// </summary>
    public IReadOnlyList<EvaluationRow> Evaluate(CancellationToken cancellationToken = default)
    {
        SampleRollouts(cancellationToken);
        using var scope = NewDisposeScope();
        using var borrowed = _average?.Borrow();
        _model.eval();
        try
        {
            var evaluation = new Evaluation(_model, _configuration, _device);
            if (_rollouts is not null)
                return [.. _examples.Items.SelectMany(item => evaluation.Judge(item.Example, _rollouts.HeldOut(item.Entry.Name), Step, cancellationToken))];
            return
            [
                .. _examples.Items.SelectMany(item => evaluation.Run(item.Example, Step, heldOut: false, cancellationToken)),
                .. _heldOut.Items.SelectMany(item => evaluation.Run(item.Example, Step, heldOut: true, cancellationToken)),
            ];
        }
        finally
        {
            _model.train();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _adam.Dispose();
        _average?.Dispose();
        _model.Dispose();
        _block?.Dispose();
        _rollouts?.Dispose();
    }

    private StepRecord TakeStep(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var optimisation = _configuration.Optimisation;
        var cycles = CycleDraw.Of(Step, _configuration.Cycles);
        var (total, terms, batch, tokens) = (0.0, new Dictionary<LossTerm, double>(), new List<(string Name, FeatureSet Features, float[] Label)>(), 0);
        _adam.ClearGradients();
        for (var part = 0; part < optimisation.Accumulation; part++)
        {
            var item = _source.Get(Step, part);
            var report = Accumulate(item, part, cycles, batch, cancellationToken);
            tokens = Math.Max(tokens, item.Example.Tokens);
            total += report.Loss / optimisation.Accumulation;
            foreach (var (term, value) in report.Terms) terms[term] = terms.GetValueOrDefault(term) + value / optimisation.Accumulation;
        }
        var norm = _adam.ClipGradients(optimisation.ClipNorm);
        if (!double.IsFinite(norm)) throw new TrainingFault(SaveBatch("gradient", batch));
        var step = Step;
        _adam.Step(name => optimisation.RateOf(name, step));
        _adam.ClearGradients();
        _average?.Update();
        Step++;
        return new StepRecord
        {
            Step = step, Entries = string.Join('+', batch.Select(example => example.Name)), Tokens = tokens, Cycles = cycles, Rate = optimisation.Schedule.RateAt(step),
            GradientNorm = norm, Loss = total, Terms = terms, Seconds = _time.GetElapsedTime(started).TotalSeconds,
        };
    }

    private (double Loss, IReadOnlyDictionary<LossTerm, double> Terms) Accumulate(
        TrainingItem item, int part, int cycles, List<(string Name, FeatureSet Features, float[] Label)> batch, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        using var kernel = new DeterministicAttention();
        using var segments = Segments.Use(new SegmentRecompute(_configuration.Recompute));
        random.manual_seed(Seed(part, StepSeed.Use.Torch));
        var example = item.Example;
        var features = item.Rollout is null ? example.Features.Augmented(Seed(part, StepSeed.Use.Conformers)) : example.Features;
        batch.Add((item.Name, features, example.Coordinates));
        using var made = item.Rollout is null ? ModelInputs.From(features.Arrays, _device) : null;
        var inputs = made ?? item.Rollout!.Inputs;
        var matching = item.Matching(inputs, Seed(part, StepSeed.Use.Entry));
        var (prediction, label) = item.Rollout is { } rollout
            ? _forward.Judge(inputs, rollout.Trunk, rollout.Structure, matching, cancellationToken)
            : Forward(inputs, matching, part, cycles, cancellationToken);
        var bonds = BondMask(features["bond_mask_pairs"], example.Atoms).to(_device);
        var report = _loss.Train(LossFeatures.From(inputs, bonds, example.Resolution), prediction, label);
        double value = report.Total.item<float>();
        if (!double.IsFinite(value)) throw new TrainingFault(SaveBatch("loss", batch[part..]));
        (report.Total / _configuration.Optimisation.Accumulation).backward();
        Recomputation.Recompute.AfterBackward();
        return (value, report.Terms);
    }

    private (LossPrediction Prediction, StructureLabel Label) Forward(
        ModelInputs inputs, ILabelMatching matching, int part, int cycles, CancellationToken cancellationToken)
    {
        using var randomness = new SeededTrainingRandomness(Seed(part, StepSeed.Use.Torch), _configuration.DiffusionBatch);
        var steps = RolloutSteps(StepSeed.Uniform(_configuration.Seed, Step, part, StepSeed.Use.MiniRollout));
        return _forward.Run(inputs, matching, randomness, cycles, steps, cancellationToken);
    }

    private long Seed(int part, StepSeed.Use use) => StepSeed.Of(_configuration.Seed, Step, part, use);

    private int RolloutSteps(double uniform) =>
        _configuration.MiniRolloutSteps is var most && _configuration.LeastMiniRolloutSteps is { } least && least < most
            ? least + (int)(uniform * (most - least + 1))
            : most;

    private void Save() => TrainingCheckpoint.Write(
        Checkpoints, new TrainingState(_configuration.Model, Step, _configuration.Seed, _configuration.Label), _adam, _average, _frozen, _configuration.KeepCheckpoints);

    /// <summary>Saves the examples that made something infinite.</summary>
    /// <returns>A sentence that says so.</returns>
    private string SaveBatch(string what, List<(string Name, FeatureSet Features, float[] Label)> batch)
    {
        var paths = batch.Select((example, part) =>
        {
            var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"failed-step-{Step}{(batch.Count > 1 ? $"-part-{part}" : "")}.safetensors"));
            SafetensorsWriter.Write(path, [.. example.Features.Arrays, NamedArray.From("label.coordinate", example.Label, example.Label.Length / 3, 3)]);
            return path;
        }).ToList();
        return $"Step {Step}: the {what} of {string.Join(", ", batch.Select(example => example.Name))} is not finite; the batch was saved as {string.Join(", ", paths)}. "
            + "Lower the learning rate and start again: the run continues from its last checkpoint.";
    }

    private static Tensor BondMask(NamedArray pairs, int atoms)   // [pair,2] -> [l,l]
    {
        var mask = zeros(atoms, atoms);
        if (pairs.Count == 0) return mask;
        using var index = tensor(pairs.Values<long>().ToArray(), [pairs.Shape[0], 2]);
        using var bonded = ones(pairs.Shape[0]);
        mask.index_put_(bonded, index.select(1, 0), index.select(1, 1));
        mask.index_put_(bonded, index.select(1, 1), index.select(1, 0));
        return mask;
    }

    private void SampleRollouts(CancellationToken cancellationToken)
    {
        if (_configuration.Rollouts is null || _rollouts is not null) return;
        _source = _rollouts = new RolloutSet(_configuration, _examples, _model, _device, Path.Combine(_folder, "rollouts"), cancellationToken);
        if (Step > 0 || !_configuration.Rollouts.Standardise) return;
        using var scope = NewDisposeScope();
        _model.Confidence.Standardise(_rollouts.Singles());
        _average?.Restore(name => _trained[name].detach().clone());
    }

    /// <summary>Keeps the averaged weights where no earlier evaluation ranked the held-out structures as well.</summary>
    private void KeepIfBest(IReadOnlyList<EvaluationRow> rows)
    {
        var earlier = EvaluationTable.Read(Evaluations).GroupBy(row => row.Step).Select(step => RankingQuality.Of(step)).DefaultIfEmpty(double.NegativeInfinity).Max();
        if (RankingQuality.Of(rows) <= earlier && File.Exists(Best)) return;
        if (TrainingCheckpoint.List(Checkpoints) is not [.., var newest] || TrainingCheckpoint.StepOf(newest) != Step) Save();
        File.Copy(TrainingCheckpoint.WeightsOf(TrainingCheckpoint.List(Checkpoints)[^1]), Best + ".partial", overwrite: true);
        File.Move(Best + ".partial", Best, overwrite: true);
    }

    private void WritePage() => File.WriteAllText(Path.Combine(_folder, "training.html"), TrainingPage.Render(_configuration.Model, Losses, Evaluations));

    private static bool IsConfidence(string name) => name.StartsWith("confidence_head.", StringComparison.Ordinal);

    private static bool Matches(string name, IReadOnlyList<string> parts) => parts.Any(part => name.Contains(part, StringComparison.Ordinal));
}
