using System.Globalization;
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
    private const string Status = "/proc/self/status", ClearReferences = "/proc/self/clear_refs";

    /// <summary>What the action needed on top of what was there: bytes.</summary>
    public long Added => Peak - Before;

    /// <summary>Whether this system resets and tells the peak (Linux does).</summary>
    public static bool IsSupported { get; } = File.Exists(Status) && CanReset();

    /// <summary>Runs an action and tells its peak. Memory kept by the allocator from before is handed back first.</summary>
    /// <exception cref="PlatformNotSupportedException">See <see cref="IsSupported"/>.</exception>
    public static PeakMemory Measure(Action action)
    {
        if (!IsSupported) throw new PlatformNotSupportedException($"Peak memory needs {Status} and a writable {ClearReferences}.");
        NativeHeap.MapLargeBlocks();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        NativeHeap.Trim();
        CanReset();
        var before = Read("VmRSS:");
        using var tensors = TensorMemory.Start();
        action();
        return new PeakMemory(before, Read("VmHWM:"), tensors.PeakBytes);
    }

    private static bool CanReset()
    {
        try
        {
            File.WriteAllText(ClearReferences, "5");              // proc(5): 5 resets the peak to the present resident size
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long Read(string field)
    {
        var line = File.ReadLines(Status).First(text => text.StartsWith(field, StringComparison.Ordinal));
        var kilobytes = line[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return 1024 * long.Parse(kilobytes, CultureInfo.InvariantCulture);
    }
}
