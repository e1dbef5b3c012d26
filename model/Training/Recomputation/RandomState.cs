using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Training.Recomputation;

/// <summary>The state of torch's default generator, as bytes: kept in checkpoints and replayed in recomputed segments.</summary>
public static class RandomState
{
    /// <summary>The present state.</summary>
    public static byte[] Capture()
    {
        using var state = random.get_rng_state();
        return state.bytes.ToArray();
    }

    /// <summary>Puts a captured state back.</summary>
    public static void Restore(byte[] state)
    {
        using var tensor = frombuffer(state, ScalarType.Byte).clone();
        random.set_rng_state(tensor);
    }

    /// <summary>Lets a captured state hold inside a block; afterwards the state from before the block holds again.</summary>
    internal sealed class Scope : IDisposable
    {
        private readonly byte[] _before = Capture();

        public Scope(byte[] state) => Restore(state);

        public void Dispose() => Restore(_before);
    }
}
