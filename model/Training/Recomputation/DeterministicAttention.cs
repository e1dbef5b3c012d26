using static TorchSharp.torch;

namespace Foldline.Training.Recomputation;

/// <summary>
/// Keeps attention on one kernel until disposed. libtorch picks its fused kernel by whether the bias needs a gradient, so a segment's first run, without
/// gradients, would round otherwise than its second; with this both are the same to the bit. A training step runs under it.
/// </summary>
public sealed class DeterministicAttention : IDisposable
{
    private readonly bool _before = backends.cuda.flash_sdp_enabled();   // named after CUDA, heeded by all devices

    /// <summary>Switches the fused kernel off.</summary>
    public DeterministicAttention() => backends.cuda.enable_flash_sdp(false);

    /// <inheritdoc/>
    public void Dispose() => backends.cuda.enable_flash_sdp(_before);
}
