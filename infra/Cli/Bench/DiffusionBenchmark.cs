using Foldline.Network.Configuration;
using Foldline.Network.Diffusion;
using Foldline.Network.Fast;
using Foldline.Network.Inputs;
using Foldline.Network.Planning;
using Foldline.Network.Profiling;
using static TorchSharp.torch;

namespace Foldline.Cli.Bench;

/// <summary>One call of the diffusion module, with what all steps share computed before; the comparison computes the token biases in the call and has a level for each sample.</summary>
public sealed class DiffusionBenchmark : IBenchmark
{
    private const float Level = 4, NextLevel = 4.0001f;

    /// <inheritdoc/>
    public string Name => "diffusion";

    /// <inheritdoc/>
    public string Description => "One call of the diffusion module; against one that shares nothing between steps and samples.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        var network = NetworkRegistry.Get(options.Model);
        using var mode = inference_mode();
        using var module = Filled.With(new DiffusionModule(network.Diffusion, network.CS, network.CZ, network.CSInputs), options, fast: true);
        using var inputs = ModelInputs.From(SyntheticTarget.Features(options.Tokens, 1).Arrays, options.Device.Open());
        using var sInputs = Filled.Normal(options, ScalarType.Float32, options.Tokens, network.CSInputs);
        using var s = Filled.Normal(options, ScalarType.Float32, options.Tokens, network.CS);
        using var z = Filled.Normal(options, options.Dtype, options.Tokens, options.Tokens, network.CZ);
        using var shared = module.Prepare(inputs, sInputs, s, z);
        module.BiasMemory = 0;
        using var unshared = module.Prepare(inputs, sInputs, s, z);
        using var noisy = Filled.Normal(options, ScalarType.Float32, options.Samples, inputs.AtomCount, 3);
        var device = options.Device.Open();
        using var level = full(1, Level, device: device);
        using var levels = full(options.Samples, Level, device: device);
        if (options.Samples > 1) levels[0] = NextLevel;
        var rate = MatmulRate.Measure(device: options.Device.Open());
        double gflop = new NetworkWork(network).DiffusionStep(options.Tokens, inputs.AtomCount, options.Samples);
        string note = $"{options.Samples} samples, {inputs.AtomCount} atoms";
        if (!options.Compare)
        {
            yield return Measurement.Of(options, cancellationToken, () => module.Denoise(shared, noisy, level)).ToResult(Name, options, rate, gflop) with { Note = note };
            yield break;
        }
        double difference = Differences.Largest(() => module.Denoise(shared, noisy, level), () => module.Denoise(unshared, noisy, level));
        var measured = Measurement.Interleaved(
            options, cancellationToken, () => module.Denoise(shared, noisy, level), () => module.Denoise(unshared, noisy, levels));
        yield return measured[0].ToResult(Name, options, rate, gflop, measured[1]) with { MaxDifference = difference, Note = note };
    }
}
