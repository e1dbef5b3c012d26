using Foldline.Network.Configuration;
using Foldline.Network.Fast;
using Foldline.Network.Pairformer;
using Foldline.Network.Planning;
using Foldline.Network.Profiling;
using static TorchSharp.torch;

namespace Foldline.Cli.Bench;

/// <summary>One Pairformer block of the trunk.</summary>
public sealed class PairformerBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "pairformer";

    /// <inheritdoc/>
    public string Description => "One Pairformer block, the fast path against the plain one.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        var network = NetworkRegistry.Get(options.Model);
        var dimensions = new PairformerDimensions(network.CZ, network.CS, network.Pairformer.Heads).ScaledUp(network.Pairformer.ScaleHidden);
        using var mode = inference_mode();
        using var plain = Filled.With(new PairformerBlock(dimensions), options);
        using var fast = Filled.With(new PairformerBlock(dimensions), options, fast: true);
        using var s = Filled.Normal(options, ScalarType.Float32, options.Tokens, network.CS);
        using var z = Filled.Normal(options, options.Dtype, options.Tokens, options.Tokens, network.CZ);
        var rate = MatmulRate.Measure(device: options.Device.Open());
        double gflop = new NetworkWork(network).PairformerBlock(options.Tokens);
        IDisposable Once(PairformerBlock block)
        {
            var (single, pair) = block.call(s, z, null);
            single!.Dispose();
            return pair;
        }
        if (!options.Compare)
        {
            yield return Measurement.Of(options, cancellationToken, () => Once(fast)).ToResult(Name, options, rate, gflop);
            yield break;
        }
        double difference = Differences.Largest(() => (Tensor)Once(fast), () => (Tensor)Once(plain));
        var measured = Measurement.Interleaved(options, cancellationToken, () => Once(fast), () => Once(plain));
        yield return measured[0].ToResult(Name, options, rate, gflop, measured[1]) with { MaxDifference = difference };
    }
}
