using System.Runtime.InteropServices;

namespace Foldline.Network.Profiling;

/// <summary>
/// Hears of every operator that libtorch runs, through at::addGlobalCallback. The layout of RecordFunctionCallback: two function pointers, the sampling
/// probability, ten flags by kind of scope (the first is operators), three flags for inputs, outputs and ids.
/// </summary>
internal sealed unsafe class OperatorObserver : IDisposable
{
    private static readonly nint Add = NativeTorch.Find("_ZN2at17addGlobalCallbackENS_22RecordFunctionCallbackE");
    private static readonly nint Remove = NativeTorch.Find("_ZN2at14removeCallbackEm");
    private static readonly nint Name = NativeTorch.Find("_ZNK2at14RecordFunction4nameEv");
    private static readonly Dictionary<nint, string> Names = [];
    private static OperatorObserver? _current;

    private readonly Func<bool> _hears;
    private readonly Action<string> _start;
    private readonly Action _end;
    private readonly ulong _handle;

    /// <summary>Begins to listen; one listener at a time. Without <see cref="Supported"/> nothing is heard.</summary>
    /// <param name="hears">Asked on the operator's thread, before anything else is done for it.</param>
    /// <param name="start">An operator of that name begins.</param>
    /// <param name="end">It ends.</param>
    public OperatorObserver(Func<bool> hears, Action<string> start, Action end)
    {
        if (Interlocked.CompareExchange(ref _current, this, null) is not null) throw new InvalidOperationException("Another profile is being recorded in this process.");
        (_hears, _start, _end) = (hears, start, end);
        if (!Supported) return;
        var callback = new Callback { Start = &OnStart, End = &OnEnd, SamplingProbability = 1, Operators = 1 };
        _handle = ((delegate* unmanaged<Callback, ulong>)Add)(callback);
    }

    /// <summary>Whether this libtorch tells of its operators.</summary>
    public static bool Supported => Add != 0 && Remove != 0 && Name != 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.CompareExchange(ref _current, null, this) == this && Supported) ((delegate* unmanaged<ulong, void>)Remove)(_handle);
    }

    [UnmanagedCallersOnly]
    private static nint* OnStart(nint* context, nint function)                 // std::unique_ptr<ObserverContext> comes back through a hidden pointer
    {
        *context = 0;
        if (_current is { } listener && listener._hears()) listener._start(NameOf(function));
        return context;
    }

    [UnmanagedCallersOnly]
    private static void OnEnd(nint function, nint context)
    {
        if (_current is { } listener && listener._hears()) listener._end();
    }

    private static string NameOf(nint function)
    {
        nint text = ((delegate* unmanaged<nint, nint>)Name)(function);
        lock (Names)
        {
            if (!Names.TryGetValue(text, out var name)) Names[text] = name = Marshal.PtrToStringUTF8(text) ?? "";
            return name;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Callback
    {
        public delegate* unmanaged<nint*, nint, nint*> Start;
        public delegate* unmanaged<nint, nint, void> End;
        public double SamplingProbability;
        public byte Operators;
        private fixed byte _otherScopes[9];
        private fixed byte _needs[6];
    }
}
