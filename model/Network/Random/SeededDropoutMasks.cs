using static TorchSharp.torch;

namespace Foldline.Network.Random;

/// <summary>Dropout masks from one seeded generator, drawn on the CPU in the order of the calls, so that the answer does not depend on the device.</summary>
public sealed class SeededDropoutMasks : IDropoutMasks, IDisposable
{
    private readonly Generator _generator;

    /// <summary>Masks that follow from <paramref name="seed"/>.</summary>
    public SeededDropoutMasks(ulong seed) => _generator = new Generator(seed, CPU);

    /// <summary>The generator's state, to be saved with a checkpoint and given back to <see cref="Restore"/>.</summary>
    public Tensor State => _generator.get_state();

    /// <summary>Continues from a saved state.</summary>
    public void Restore(Tensor state) => _generator.set_state(state);

    /// <inheritdoc/>
    public Tensor Draw(ReadOnlySpan<long> shape, double rate)
    {
        using var scope = NewDisposeScope();
        var kept = rand(shape.ToArray(), generator: _generator).ge(rate).to(ScalarType.Float32);
        return (kept / (1 - rate)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();
}
