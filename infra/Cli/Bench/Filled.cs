using Foldline.Network.Fast;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Cli.Bench;

/// <summary>Fills a network with seeded numbers of a sensible size, so that no gate is shut and no branch is zero: speed does not depend on what a network has learnt.</summary>
internal static class Filled
{
    private const ulong Seed = 17;

    /// <summary>Weights of variance 1 / fan-in, scales of one, offsets of zero; evaluation mode; on the device and in the type asked for, as a loaded network is.</summary>
    public static T With<T>(T module, BenchOptions options, bool fast = false) where T : nn.Module
    {
        using var mode = no_grad();
        using var generator = new Generator(Seed, CPU);
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (parameter.dim() > 1) parameter.normal_(0, 1 / Math.Sqrt(parameter.shape[^1]), generator);
            else parameter.fill_(name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0);
        }
        module.eval();
        module.MultiplyIn(options.Dtype);
        module.to(options.Device.Open());
        if (fast) module.UseFastPaths();
        return module;
    }

    /// <summary>Standard normal numbers where the benchmark runs.</summary>
    public static Tensor Normal(BenchOptions options, ScalarType dtype, params long[] shape)
    {
        using var generator = new Generator(Seed, CPU);
        using var values = randn(shape, generator: generator);
        return values.to(dtype, options.Device.Open(), copy: true);
    }
}
