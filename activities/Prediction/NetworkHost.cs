using Foldline.Network.Configuration;
using Foldline.Network.Devices;
using Foldline.Network.Model;
using Foldline.Network.Planning;
using Foldline.Network.Profiling;

namespace Foldline.Activities.Prediction;

/// <summary>The network of this process: loaded when the first target needs it, kept until the process ends.</summary>
/// <param name="identity">Which network with which weights.</param>
/// <param name="network">The configuration.</param>
/// <param name="weights">The checkpoint, or <c>null</c> for untrained weights.</param>
/// <param name="untrainedSeed">The seed of untrained weights.</param>
/// <param name="device">Where it computes.</param>
/// <param name="dtype">The type it multiplies in; default single precision.</param>
public sealed class NetworkHost(ModelIdentity identity, NetworkConfiguration network, string? weights, long untrainedSeed, DeviceSpec device,
    TorchSharp.torch.ScalarType dtype = TorchSharp.torch.ScalarType.Float32) : IModelHost, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private LoadedModel? _model;
    private NetworkProfiler? _profiler;

    /// <summary>Whether modules and operators are timed; costs a few per cent. Default false.</summary>
    public bool RecordsProfile { get; set; }

    /// <summary>Memory that predictions are cut to fit, bytes; <c>null</c>, the default, takes what the device has free when one begins.</summary>
    public long? MemoryLimit { get; init; }

    /// <inheritdoc/>
    public ModelIdentity Identity => identity;

    /// <inheritdoc/>
    public async Task PredictAsync(
        PredictionRequest request, Action<Foldline.Structures.Predictions.Prediction> consume, IProgress<ActivityProgress> progress, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Disposal scopes belong to a thread, so one thread does it all.
            await Task.Factory.StartNew(() => Predict(request, consume, progress, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public long LeastMemory(int tokens, int msaRows)
    {
        var load = new Workload { Tokens = tokens, MsaRows = msaRows, Samples = 1, Dtype = dtype };
        var plan = MemoryPlan.For(network, load, long.MaxValue);
        while (plan.Next is { } next) plan = next;
        return (long)(plan.PeakBytes / MemoryPlan.UsableShare);
    }

    /// <summary>Writes what was recorded as a Chrome trace; <c>false</c> where nothing was.</summary>
    public bool SaveProfile(string path)
    {
        if (_profiler is null) return false;
        ChromeTrace.Write(_profiler, path);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _profiler?.Dispose();
        _model?.Dispose();
        _turn.Dispose();
    }

    private void Predict(PredictionRequest request, Action<Foldline.Structures.Predictions.Prediction> consume, IProgress<ActivityProgress> progress, CancellationToken cancellationToken)
    {
        if (_model is null) progress.Report(new ActivityProgress("loading the network"));
        _model ??= weights is null ? LoadedModel.Untrained(network, untrainedSeed, device, dtype) : LoadedModel.Load(network, weights, device, dtype);
        var total = (long)request.Cycles + request.Steps + request.Samples;
        var steps = new SynchronousProgress<PredictionProgress>(now => progress.Report(new ActivityProgress(Word(now.Stage), Done(request, now), total, $"{now.Done} of {now.Total}, seed {request.Seed}")));
        if (RecordsProfile && _profiler is null) (_profiler = new NetworkProfiler()).Attach(_model.Network);
        if (_profiler is null) FoldAll();
        else _profiler.Stage($"{request.Features.Facts.Tokens} tokens, seed {request.Seed}", () => { FoldAll(); return true; });

        void FoldAll()
        {
            foreach (var prediction in new Predictor(_model).Predict(request.Features.Arrays, request.Features.Layout, Options(request, _model), steps, cancellationToken)) consume(prediction);
        }
    }

    // Chunks follow the memory there is now; each rung of the ladder goes one further.
    private PredictionOptions Options(PredictionRequest request, LoadedModel model)
    {
        var facts = request.Features.Facts;
        var plan = MemoryPlan.For(network, new Workload { Tokens = facts.Tokens, Atoms = facts.Atoms, MsaRows = facts.MsaRows, Cycles = request.Cycles, Steps = request.Steps, Samples = request.Samples, Dtype = dtype }, MemoryLimit ?? DeviceWork.AvailableBytes(model.Device));
        for (var rung = 0; rung < request.Rung && plan.Next is { } next; rung++) plan = next;
        return plan.Apply(model.Network, new PredictionOptions { Seed = request.Seed, Samples = request.Samples, Steps = request.Steps, Cycles = request.Cycles });
    }

    private static string Word(PredictionStage stage) => stage switch { PredictionStage.Trunk => "trunk", PredictionStage.Diffusion => "diffusion", _ => "confidence" };

    private static long Done(PredictionRequest request, PredictionProgress now)
    {
        var part = now.Total > 0 ? now.Done / (double)now.Total : 0;
        return now.Stage switch
        {
            PredictionStage.Trunk => (long)(part * request.Cycles),
            PredictionStage.Diffusion => request.Cycles + (long)(part * request.Steps),
            _ => (long)request.Cycles + request.Steps + (long)(part * request.Samples),
        };
    }
}
