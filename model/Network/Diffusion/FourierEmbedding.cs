using Foldline.Network.Weights;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Diffusion;

/// <summary>
/// AF3 supplement, Algorithm 22: random Fourier features of the noise level, cos(2π(x w + b)). The frequencies are fixed, not learnt; checkpoints carry them.
/// </summary>
public sealed class FourierEmbedding : nn.Module<Tensor, Tensor>, ISelfInitialising
{
    private const ulong Seed = 42;

    [ComponentName(Name = "w")] private readonly Parameter _frequency;
    [ComponentName(Name = "b")] private readonly Parameter _phase;

    /// <summary>An embedding of <paramref name="channels"/> channels.</summary>
    public FourierEmbedding(long channels, Device? device = null) : base(nameof(FourierEmbedding))
    {
        _frequency = new Parameter(empty(channels, dtype: ScalarType.Float32, device: device ?? CPU), requires_grad: false);
        _phase = new Parameter(empty(channels, dtype: ScalarType.Float32, device: device ?? CPU), requires_grad: false);
        RegisterComponents();
    }

    /// <summary>
    /// Fills in the frequencies that every published model has, whatever the generator: standard normal draws of libtorch's CPU generator with seed 42, w
    /// before b.
    /// </summary>
    public void Initialise(Generator generator)
    {
        using var _ = no_grad();
        using var published = new Generator(Seed, CPU);
        foreach (var parameter in new[] { _frequency, _phase })
        {
            using var scope = NewDisposeScope();
            parameter.copy_(randn(parameter.shape, dtype: ScalarType.Float32, device: CPU, generator: published));
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)                                   // [...] -> [...,c]
    {
        using var scope = NewDisposeScope();
        return cos(2 * Math.PI * (x.unsqueeze(-1) * _frequency + _phase)).MoveToOuterDisposeScope();
    }
}
