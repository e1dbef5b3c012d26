using Foldline.Network.Configuration;
using Foldline.Network.Fast;
using Foldline.Network.Msa;
using Foldline.Network.Pairformer;
using Foldline.Network.Planning;
using Foldline.Network.Profiling;
using static TorchSharp.torch;

namespace Foldline.Cli.Bench;

/// <summary>One block of the MSA module, its pair stack included.</summary>
public sealed class MsaBlockBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "msa-block";

    /// <inheritdoc/>
    public string Description => "One block of the MSA module, the fast path against the plain one.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        var network = NetworkRegistry.Get(options.Model);
        var dimensions = new PairformerDimensions(network.CZ).ScaledUp(network.Msa.ScaleHidden);
        using var mode = inference_mode();
        using var plain = Filled.With(new MsaBlock(network.Msa.CM, dimensions, last: false), options);
        using var fast = Filled.With(new MsaBlock(network.Msa.CM, dimensions, last: false), options, fast: true);
        using var m = Filled.Normal(options, options.Dtype, options.Rows, options.Tokens, network.Msa.CM);
        using var z = Filled.Normal(options, options.Dtype, options.Tokens, options.Tokens, network.CZ);
        var rate = MatmulRate.Measure(device: options.Device.Open());
        double gflop = new NetworkWork(network).MsaBlock(options.Tokens, options.Rows);
        Tensor Once(MsaBlock block)
        {
            var (alignment, pair) = block.call(m, z, null);
            alignment!.Dispose();
            return pair;
        }
        if (!options.Compare)
        {
            yield return Measurement.Of(options, cancellationToken, () => Once(fast)).ToResult(Name, options, rate, gflop);
            yield break;
        }
        double difference = Differences.Largest(() => Once(fast), () => Once(plain));
        var measured = Measurement.Interleaved(options, cancellationToken, () => Once(fast), () => Once(plain));
        yield return measured[0].ToResult(Name, options, rate, gflop, measured[1]) with { MaxDifference = difference, Note = $"{options.Rows} rows" };
    }
}
