using Foldline.Network.Constraint;
using Foldline.Network.Primitives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Foldline.Network.Weights;

/// <summary>
/// Seeded weights by the original's rules for training from nothing: truncated normal projections, silent residual branches, half-open gates, unit norms. A
/// parameter's values follow from the seed and its own name alone. What they fold is untrained and must say so.
/// </summary>
public static class UntrainedWeights
{
    private const double Cut = 2, DeviationAfterCut = 0.87962566103423978;

    /// <summary>Fills every parameter of a network.</summary>
    public static void Initialise(nn.Module network, long seed)
    {
        using var _ = no_grad();
        var filled = new HashSet<nint>();
        foreach (var (name, module) in network.named_modules().Prepend(("", network)))
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator(Seed(seed, name), CPU);
            switch (module)
            {
                case Primitives.Linear linear:
                    Fill(linear, generator);
                    break;
                case Primitives.LayerNorm norm:
                    norm.Weight?.fill_(1);
                    norm.Bias?.zero_();
                    break;
                case FusedProjectionAttention attention:
                    XavierUniform(attention.get_parameter("in_proj_weight")!, generator);
                    attention.get_parameter("in_proj_bias")!.zero_();
                    break;
                case ISelfInitialising own:
                    own.Initialise(generator);
                    break;
                default:
                    continue;
            }
            foreach (var (_, parameter) in module.named_parameters(recurse: false)) filled.Add(parameter.Handle);
        }
        if (network.named_parameters().FirstOrDefault(pair => !filled.Contains(pair.parameter.Handle)) is { parameter: not null } left)
            throw new InvalidOperationException($"No rule says how '{left.name}' starts untrained.");
    }

    /// <summary>
    /// Fills a weight [outputs, inputs] with a normal distribution cut at two deviations, whose variance is <paramref name="scale"/> / inputs.
    /// </summary>
    public static void TruncatedNormal(Tensor weight, double scale, Generator generator)
    {
        using var scope = NewDisposeScope();
        double deviation = Math.Sqrt(scale / weight.shape[^1]) / DeviationAfterCut;
        double edge = special.erf(tensor(Cut / Math.Sqrt(2), ScalarType.Float64)).item<double>();
        var uniform = rand(weight.shape, dtype: ScalarType.Float32, generator: generator);
        weight.copy_((uniform * (2 * edge) - edge).erfinv() * (Math.Sqrt(2) * deviation));
    }

    /// <summary>Fills a weight [outputs, inputs] uniformly between ±√(6 / (inputs + outputs)).</summary>
    public static void XavierUniform(Tensor weight, Generator generator)
    {
        using var scope = NewDisposeScope();
        double bound = Math.Sqrt(6.0 / (weight.shape[0] + weight.shape[1]));
        weight.copy_(rand(weight.shape, dtype: ScalarType.Float32, generator: generator) * (2 * bound) - bound);
    }

    private static void Fill(Primitives.Linear linear, Generator generator)
    {
        using var scope = NewDisposeScope();
        linear.Bias?.zero_();
        switch (linear.Initialization)
        {
            case Initialization.Projection: TruncatedNormal(linear.Weight, 1, generator); break;
            case Initialization.Rectified: TruncatedNormal(linear.Weight, 2, generator); break;
            case Initialization.Zero: linear.Weight.zero_(); break;
            case Initialization.ClosedGate:
                linear.Weight.zero_();
                linear.Bias!.fill_(-2);
                break;
            default: throw new InvalidOperationException($"Unknown initialisation {linear.Initialization}.");
        }
    }

    // FNV-1a over the name, mixed with the seed.
    private static ulong Seed(long seed, string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in name) hash = (hash ^ letter) * 1099511628211;
        return hash ^ unchecked((ulong)seed * 0x9E3779B97F4A7C15);
    }
}
