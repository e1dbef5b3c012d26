using Foldline.Network.Configuration;
using Foldline.Network.Primitives;
using Foldline.Network.Profiling;
using static TorchSharp.torch;

namespace Foldline.Cli.Bench;

/// <summary>Sequence-local attention of one atom block, with key windows as overlapping views of one padded tensor, and as copies, which is what an unfold that gathers makes.</summary>
public sealed class LocalAttentionBenchmark : IBenchmark
{
    private const long DefaultAtoms = 8000;

    /// <inheritdoc/>
    public string Name => "local-attention";

    /// <inheritdoc/>
    public string Description => "Attention of atoms to their neighbours, windows as views against windows as copies.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        var network = NetworkRegistry.Get(options.Model);
        long atoms = options.Atoms ?? DefaultAtoms, c = network.Diffusion.CAtom, heads = network.Diffusion.AtomEncoder.Heads, windows = LocalWindows.Count(atoms);
        using var mode = inference_mode();
        using var attention = Filled.With(new Attention(c, c, c / heads, heads, queryBias: true), options);
        using var x = Filled.Normal(options, options.Dtype, options.Samples, atoms, c);
        using var bias = Filled.Normal(options, options.Dtype, windows, heads, LocalWindows.QueryCount, LocalWindows.KeyCount);
        var rate = MatmulRate.Measure(device: options.Device.Open());
        double gflop = ((2.0 * options.Samples * atoms * 5 * c * c) + (4.0 * options.Samples * windows * LocalWindows.QueryCount * LocalWindows.KeyCount * c)) / 1e9;

        Tensor Views() => attention.Local(x, x, bias);

        Tensor Copies()
        {
            attention.Kernel = CopyingKernel.Instance;
            try
            {
                return attention.Local(x, x, bias);
            }
            finally
            {
                attention.Kernel = FusedAttention.Instance;
            }
        }

        double difference = Differences.Largest(Views, Copies);
        var measured = Measurement.Interleaved(options, cancellationToken, Views, Copies);
        yield return measured[0].ToResult(Name, options with { Tokens = atoms }, rate, gflop, measured[1]) with
        {
            MaxDifference = difference,
            Note = $"{options.Samples} samples; tokens are atoms here",
        };
    }

    /// <summary>Lays every window out before the product.</summary>
    private sealed class CopyingKernel : IAttentionKernel
    {
        public static CopyingKernel Instance { get; } = new();

        public Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor? bias)
        {
            using var scope = NewDisposeScope();
            return FusedAttention.Instance.Attend(q, k.contiguous(), v.contiguous(), bias).MoveToOuterDisposeScope();
        }
    }
}
