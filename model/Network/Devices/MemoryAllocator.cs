using System.Runtime.InteropServices;

namespace Foldline.Network.Devices;

/// <summary>
/// Tunes glibc's malloc for tensors. By default every block above 128 kB is mapped and unmapped anew, and the kernel zeroes each page again: 2.5 million page faults
/// and 3.8 s of system time in a run that needs 0.05 million and 0.1 s when freed memory is kept. Blocks of 8 MB and more still go back at once: kept in the heap they
/// leave holes that the next one does not fit, and a prediction of 1,024 tokens took 9 GB for 4 GB of tensors.
/// </summary>
internal static partial class MemoryAllocator
{
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3;     // malloc.h
    private const int GrowBy = 256 << 20, MapFrom = 8 << 20;

    /// <summary>The environment variable that, set to <c>0</c>, leaves malloc alone.</summary>
    public const string SwitchVariable = "FOLDLINE_MALLOC";

    private static bool Tunes => OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(SwitchVariable) != "0";

    /// <summary>Keeps freed memory in the process. Does nothing outside glibc.</summary>
    public static void Tune()
    {
        if (!Tunes) return;
        try
        {
            SetOption(MmapThreshold, MapFrom);
            SetOption(TrimThreshold, int.MaxValue);
            SetOption(TopPad, GrowBy);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no mallopt, and no need of it.
        }
    }

    /// <summary>Gives back what is free now: after loading, the weights in the type they came in; after a stage of a prediction, what the next has no use for.</summary>
    public static void GiveBack()
    {
        if (!Tunes) return;
        try
        {
            Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has none.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);
}
