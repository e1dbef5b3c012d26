using Foldline.Network.Configuration;
using Foldline.Network.Devices;
using Foldline.Training.Recomputation;
using static TorchSharp.torch;

namespace Foldline.Training.Measurement;

/// <summary>What one training step of a protein of given length needs on top of the parameters and their gradients.</summary>
/// <param name="Tokens">Residues.</param>
/// <param name="Policy">What was recomputed.</param>
/// <param name="TensorBytes">The most bytes of tensors that the step made and that were alive at once; gradients were there before.</param>
/// <param name="ResidentBytes">Peak of the process, less what was resident when the step began; on a GPU it tells of the processor's side only.</param>
/// <param name="Seconds">Wall-clock time of the step.</param>
public sealed record StepMemory(int Tokens, RecomputePolicy Policy, long TensorBytes, long ResidentBytes, double Seconds)
{
    /// <summary>Measures one step, forward and backward, after gradients have been allocated.</summary>
    /// <param name="configuration">The network; its weights are seeded.</param>
    /// <param name="tokens">Residues of a made-up protein.</param>
    /// <param name="policy">What is recomputed.</param>
    /// <param name="diffusionBatch">Noisy samples.</param>
    /// <param name="time">The clock.</param>
    /// <param name="device">Where the step runs; the CPU where <c>null</c>.</param>
    /// <exception cref="PlatformNotSupportedException">See <see cref="PeakMemory.IsSupported"/>.</exception>
    public static StepMemory Measure(NetworkConfiguration configuration, int tokens, RecomputePolicy policy, int diffusionBatch, TimeProvider time, Device? device = null)
    {
        using var step = new MeasuredStep(configuration, tokens, diffusionBatch, device: device);
        var started = time.GetTimestamp();
        var peak = PeakMemory.Measure(() =>
        {
            started = time.GetTimestamp();
            step.Run(policy);
            DeviceWork.Finish(device ?? CPU);
        });
        return new StepMemory(tokens, policy, peak.Tensors, peak.Added, time.GetElapsedTime(started).TotalSeconds);
    }
}
