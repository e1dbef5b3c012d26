using System.Runtime.InteropServices;

namespace Foldline.Training.Measurement;

/// <summary>The C library's heap, which holds the tensors.</summary>
public static partial class NativeHeap
{
    private const int TopPad = -2, MmapThreshold = -3; // malloc.h
    private const int DefaultTopPad = 128 << 10;

    /// <summary>
    /// Gives every block from 1 MiB its own mapping, which is returned when freed (glibc). The heap itself fragments under recomputation (measured: 1906 MB
    /// resident where 494 MB were in use), so long runs and measurements ask for this; the price is a page fault for each page of each new tensor.
    /// </summary>
    public static void MapLargeBlocks()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            mallopt(TopPad, DefaultTopPad);                       // the network's own tuning lets the heap grow by much at once
            mallopt(MmapThreshold, 1 << 20);
        }
        catch (EntryPointNotFoundException)
        {
            // another C library: its own policy stays
        }
    }

    /// <summary>Hands freed memory back to the system, where the C library can (glibc).</summary>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such call; the measurement then starts a little higher
        }
    }

    [LibraryImport("libc")]
    private static partial int malloc_trim(nint pad);

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
