using Foldline.Network.Diffusion;
using static TorchSharp.torch;

namespace Foldline.Network.Verification;

/// <summary>The draws that the original's sampler made: <c>rng.init_noise</c>, <c>rng.rot</c>, <c>rng.trans</c>, <c>rng.noise</c>.</summary>
internal sealed class RecordedSamplerRandomness(ReferenceCase reference) : ISamplerRandomness
{
    public Tensor Start(long atoms) => reference.Get("rng.init_noise").alias();

    public Tensor Rotations(int step) => reference.Get("rng.rot")[step];

    public Tensor Translations(int step) => reference.Get("rng.trans")[step].squeeze(1);

    public Tensor Noise(int step, long atoms) => reference.Get("rng.noise")[step];
}
