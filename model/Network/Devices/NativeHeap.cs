using System.Runtime.InteropServices;

namespace Foldline.Network.Devices;

/// <summary>
/// The C library's heap, which holds the tensors, as glibc lets it be tuned; elsewhere nothing happens. By default every block above 128 kB is mapped and unmapped anew,
/// and the kernel zeroes each page again: 2.5 million page faults and 3.8 s of system time in a run that needs 0.05 million and 0.1 s when freed memory is kept. Blocks of
/// 8 MB and more still go back at once: kept in the heap they leave holes that the next one does not fit, and a prediction of 1,024 tokens took 9 GB for 4 GB of tensors.
/// The heap grows by less than such a block, since malloc maps nothing that the heap's free end has room for: with 256 MB there, a quarter of a gigabyte of large tensors lay in it.
/// </summary>
public static partial class NativeHeap
{
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3;     // malloc.h
    private const int GrowBy = 8 << 20, MapFrom = 8 << 20, DefaultGrowBy = 128 << 10, TrainingMapFrom = 1 << 20;

    /// <summary>The environment variable that, set to <c>0</c>, leaves malloc alone.</summary>
    public const string SwitchVariable = "FOLDLINE_MALLOC";

    private static bool Tunes => OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(SwitchVariable) != "0";

    /// <summary>Bytes that are handed out now, in the heap and mapped; <c>null</c> where the C library does not tell.</summary>
    public static long? InUse
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return null;
            try
            {
                var figures = Figures();
                return (long)(figures.InUse + figures.Mapped);
            }
            catch (EntryPointNotFoundException)
            {
                return null;
            }
        }
    }

    /// <summary>Keeps freed memory in the process, but for large blocks.</summary>
    internal static void Tune() => Change(() =>
    {
        SetOption(MmapThreshold, MapFrom);
        SetOption(TrimThreshold, int.MaxValue);
        SetOption(TopPad, GrowBy);
    });

    /// <summary>
    /// Gives every block from 1 MiB its own mapping, which is returned when freed. The heap itself fragments under recomputation (measured: 1906 MB resident where 494 MB
    /// were in use), so long trainings and their measurements ask for this; the price is a page fault for each page of each new tensor.
    /// </summary>
    public static void MapLargeBlocks() => Change(() =>
    {
        SetOption(TopPad, DefaultGrowBy);
        SetOption(MmapThreshold, TrainingMapFrom);
    });

    /// <summary>Hands back to the system what is free now: after loading, the weights in the type they came in; after a stage of a prediction, what the next has no use for.</summary>
    public static void GiveBack() => Change(() => Trim(0));

    private static void Change(Action change)
    {
        if (!Tunes) return;
        try
        {
            change();
        }
        catch (EntryPointNotFoundException)
        {
            // musl has none of these calls, and less need of them.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial Mallinfo2 Figures();

    /// <summary>Two of the ten words of malloc.h's struct mallinfo2: hblkhd and uordblks.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 80)]
    private readonly struct Mallinfo2
    {
        [field: FieldOffset(32)] public nuint Mapped { get; init; }
        [field: FieldOffset(56)] public nuint InUse { get; init; }
    }
}
