using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Foldline.Network.Profiling;

/// <summary>
/// Counts the bytes of tensors, live and at their peak, exactly: libtorch's allocators report each allocation made by the counting thread to the observer that
/// this type installs in c10's thread-local debug information, which autograd takes along to the threads that it runs a device's gradients on. What was allocated
/// before the counting began is not counted.
/// </summary>
public sealed unsafe class TensorMemory : IDisposable
{
    private const byte ProfilerState = 2;                                      // c10::DebugInfoKind
    private const int VtableEntries = 5;                                       // two destructors, report usage, report out of memory, enabled

    private static readonly nint Push = NativeTorch.Find("_ZN3c1020ThreadLocalDebugInfo5_pushENS_13DebugInfoKindESt10shared_ptrINS_13DebugInfoBaseEE");
    private static readonly nint Pop = NativeTorch.Find("_ZN3c1020ThreadLocalDebugInfo4_popENS_13DebugInfoKindE");

    private static readonly nint Table = CreateTable();

    [ThreadStatic] private static TensorMemory? _current;

    private readonly TensorMemory? _outer;
    private readonly TensorMemory _outermost;
    private readonly Lock _gate = new();
    private TensorMemory _innermost;                                           // of the outermost: what an allocation of autograd's threads counts for
    private nint _observer;                                                    // of the outermost

    private TensorMemory()
    {
        _outer = _current;
        _outermost = _outer?._outermost ?? this;
        _innermost = _outermost._innermost = _current = this;
    }

    /// <summary>Whether this libtorch lets its allocations be counted.</summary>
    public static bool Supported => Push != 0 && Pop != 0;

    /// <summary>Bytes of tensors alive now that were allocated since the counting began.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>The largest <see cref="LiveBytes"/> since the counting began or <see cref="ResetPeak"/>.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>The innermost count of this thread.</summary>
    internal static TensorMemory? Current => _current;

    /// <summary>Lets this thread count for another one's <paramref name="counter"/> until disposed; nothing for <c>null</c>.</summary>
    internal static IDisposable? Join(TensorMemory? counter)
    {
        if (counter is null || _current is not null) return null;
        _current = counter;
        if (Supported) PushObserver(counter._outermost._observer);
        return new Membership();
    }

    /// <summary>Begins to count on this thread; dispose on the same thread to end. Counts may nest: an inner one hides its allocations from none.</summary>
    public static TensorMemory Start()
    {
        var counter = new TensorMemory();
        if (counter._outer is null && Supported) PushObserver(counter._observer = CreateObserver(counter));
        return counter;
    }

    /// <summary>Lets the peak begin again at what is live now.</summary>
    /// <returns>The peak so far.</returns>
    public long ResetPeak()
    {
        long peak = PeakBytes;
        PeakBytes = LiveBytes;
        return peak;
    }

    /// <summary>Makes the peak at least <paramref name="bytes"/>: gives back a peak that <see cref="ResetPeak"/> took away.</summary>
    public void RaisePeak(long bytes) => PeakBytes = Math.Max(PeakBytes, bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_current != this) return;
        _current = _outer;
        if (_outer is not null) _outermost._innermost = _outer;
        if (_observer == 0) return;
        PopObserver();
        FreeObserver(_observer);
        _observer = 0;
    }

    private static void PushObserver(nint observer)
    {
        nint* shared = stackalloc nint[2];                                     // std::shared_ptr without a control block: it owns nothing
        shared[0] = observer;
        shared[1] = 0;
        ((delegate* unmanaged<byte, nint*, void>)Push)(ProfilerState, shared);
    }

    private static void PopObserver()
    {
        nint* result = stackalloc nint[2];
        ((delegate* unmanaged<nint*, byte, void>)Pop)(result, ProfilerState);
    }

    private void Count(long bytes)
    {
        lock (_gate)
        {
            LiveBytes += bytes;
            if (LiveBytes > PeakBytes) PeakBytes = LiveBytes;
        }
        _outer?.Count(bytes);
    }

    private static nint CreateObserver(TensorMemory counter)
    {
        nint* observer = (nint*)NativeMemory.Alloc(2, (nuint)sizeof(nint));    // the C++ object is its table; who counts lies behind it
        observer[0] = Table;
        observer[1] = GCHandle.ToIntPtr(GCHandle.Alloc(counter));
        return (nint)observer;
    }

    private static void FreeObserver(nint observer)
    {
        GCHandle.FromIntPtr(((nint*)observer)[1]).Free();
        NativeMemory.Free((void*)observer);
    }

    private static TensorMemory CounterOf(nint observer) => ((TensorMemory)GCHandle.FromIntPtr(((nint*)observer)[1]).Target!)._innermost;

    private static nint CreateTable()
    {
        nint* table = (nint*)NativeMemory.Alloc(VtableEntries, (nuint)sizeof(nint));
        table[0] = (nint)(delegate* unmanaged<nint, void>)&Destroy;
        table[1] = (nint)(delegate* unmanaged<nint, void>)&Destroy;
        table[2] = (nint)(delegate* unmanaged<nint, nint, long, nuint, nuint, ushort, void>)&Report;
        table[3] = (nint)(delegate* unmanaged<nint, long, nuint, nuint, ushort, void>)&ReportOutOfMemory;
        table[4] = (nint)(delegate* unmanaged<nint, byte>)&Enabled;
        return (nint)table;
    }

    [UnmanagedCallersOnly]
    private static void Destroy(nint self) { }

    [UnmanagedCallersOnly]
    private static void Report(nint self, nint pointer, long bytes, nuint allocated, nuint reserved, ushort device) => (_current ?? CounterOf(self)).Count(bytes);

    [UnmanagedCallersOnly]
    private static void ReportOutOfMemory(nint self, long bytes, nuint allocated, nuint reserved, ushort device) { }

    [UnmanagedCallersOnly]
    private static byte Enabled(nint self) => 1;

    private sealed class Membership : IDisposable
    {
        public void Dispose()
        {
            _current = null;
            if (Supported) PopObserver();
        }
    }
}
