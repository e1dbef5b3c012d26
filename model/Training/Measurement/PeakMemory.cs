using Foldline.Network.Devices;
using Foldline.Network.Profiling;

namespace Foldline.Training.Measurement;

/// <summary>
/// The largest memory of an action: of its tensors, as libtorch's allocator counts them, and of the whole process, as the kernel counts it. The second depends on
/// what the process did before, since the C library keeps and fragments its heap; the first does not.
/// </summary>
/// <param name="Before">Bytes resident when the action began.</param>
/// <param name="Peak">The most bytes resident while it ran.</param>
/// <param name="Tensors">The most bytes of tensors alive at once that the action made; 0 where libtorch does not tell.</param>
public sealed record PeakMemory(long Before, long Peak, long Tensors)
{
    /// <summary>What the action needed on top of what was there: bytes.</summary>
    public long Added => Peak - Before;

    /// <summary>Whether this system resets and tells the peak (Linux does).</summary>
    public static bool IsSupported { get; } = ProcessMemory.TryResetPeak();

    /// <summary>Runs an action and tells its peak. Memory kept by the allocator from before is handed back first.</summary>
    /// <exception cref="PlatformNotSupportedException">See <see cref="IsSupported"/>.</exception>
    public static PeakMemory Measure(Action action)
    {
        if (!IsSupported) throw new PlatformNotSupportedException("Peak memory needs Linux with a writable /proc/self/clear_refs.");
        NativeHeap.MapLargeBlocks();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        NativeHeap.GiveBack();
        ProcessMemory.TryResetPeak();
        var before = ProcessMemory.Resident;
        using var tensors = TensorMemory.Start();
        action();
        return new PeakMemory(before, ProcessMemory.PeakResident, tensors.PeakBytes);
    }
}
