using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Profiling;

/// <summary>
/// Records when modules and operators run and how much tensor memory they hold. Modules tell through forward hooks, operators through libtorch's own observer,
/// memory through its allocator; nothing in the network knows of it. One thread at a time computes; what others do meanwhile is left out.
/// </summary>
public sealed class NetworkProfiler : IDisposable
{
    /// <summary>Spans kept for the timeline; beyond it only the sums go on. A million is a whole prediction, and about 200 MB of trace.</summary>
    public const int DefaultSpanLimit = 1_000_000;

    private readonly long _origin = Stopwatch.GetTimestamp();
    private readonly List<ProfileSpan> _spans = [];
    private readonly Dictionary<nn.Module, string> _paths = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(SpanKind, string), Sum> _sums = [];
    private readonly List<Action> _hooks = [];
    private readonly Stack<Open> _open = new();
    private readonly OperatorObserver? _operators;
    private readonly int _spanLimit;
    private TensorMemory? _memory;
    private int _thread;

    /// <summary>Begins a profile. Only one may record operators at a time in a process.</summary>
    /// <param name="operators">Whether operators are recorded beside the modules.</param>
    /// <param name="spanLimit">How many spans the timeline keeps.</param>
    public NetworkProfiler(bool operators = true, int spanLimit = DefaultSpanLimit)
    {
        _spanLimit = spanLimit;
        Active = this;
        _operators = operators ? new OperatorObserver(() => IsMine, name => Enter(SpanKind.Operator, name, name), () => Exit(SpanKind.Operator)) : null;
    }

    /// <summary>The timeline, in the order in which the spans ended.</summary>
    public IReadOnlyList<ProfileSpan> Spans => _spans;

    /// <summary>Spans that no longer fitted into the timeline.</summary>
    public long DroppedSpans { get; private set; }

    /// <summary>The sums by module class, operator and stage.</summary>
    public IReadOnlyList<ProfileRow> Rows =>
        [.. _sums.Select(entry => new ProfileRow(entry.Key.Item1, entry.Key.Item2, entry.Value.Calls, Time(entry.Value.Total), Time(entry.Value.Self), entry.Value.Extra))];

    /// <summary>The profile being recorded, for work that runs in a module's place.</summary>
    internal static NetworkProfiler? Active { get; private set; }

    private bool IsMine => _thread == Environment.CurrentManagedThreadId;

    /// <summary>Records every forward pass of <paramref name="root"/> and of the modules below it, under their paths.</summary>
    public void Attach(nn.Module root, string name = "network")
    {
        foreach (var (path, module) in root.named_modules()) _paths[module] = $"{name}.{path}";
        ModuleHooks.Add(_hooks, root, name, (path, type) => Enter(SpanKind.Module, path, type), () => { if (IsMine) Exit(SpanKind.Module); });
    }

    /// <summary>Runs a stage under a name; memory is counted while the outermost stage or module runs.</summary>
    public T Stage<T>(string name, Func<T> work)
    {
        Enter(SpanKind.Stage, name, name);
        try
        {
            return work();
        }
        finally
        {
            Exit(SpanKind.Stage);
        }
    }

    /// <summary>A module's work begins, though not through its forward pass.</summary>
    internal void EnterModule(nn.Module module)
    {
        string type = module.GetType().Name;
        Enter(SpanKind.Module, _paths.GetValueOrDefault(module, type), type);
    }

    /// <summary>It ends.</summary>
    internal void ExitModule()
    {
        if (IsMine) Exit(SpanKind.Module);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Active == this) Active = null;
        foreach (var hook in _hooks) hook();
        _hooks.Clear();
        _operators?.Dispose();
        _memory?.Dispose();
        _memory = null;
    }

    private void Enter(SpanKind kind, string name, string type)
    {
        if (_open.Count == 0)
        {
            _thread = Environment.CurrentManagedThreadId;
            _memory = TensorMemory.Start();
        }
        else if (!IsMine)
        {
            return;
        }
        var memory = _memory!;
        _open.Push(new Open(kind, name, type, memory.LiveBytes, memory.ResetPeak()) { Start = Stopwatch.GetTimestamp() });
    }

    private void Exit(SpanKind kind)
    {
        long end = Stopwatch.GetTimestamp();
        if (!_open.TryPop(out var span)) return;
        while (span.Kind != kind && _open.TryPop(out var outer))               // an exception left inner spans open
        {
            _memory!.RaisePeak(span.OuterPeak);
            span = outer;
        }
        var memory = _memory!;
        long ticks = end - span.Start, self = ticks - span.Inner, peak = memory.PeakBytes, extra = peak - span.LiveBefore;
        memory.RaisePeak(span.OuterPeak);
        foreach (var outer in _open)
        {
            if (outer.Kind != kind) continue;
            outer.Inner += ticks;
            break;
        }
        Keep(span, ticks, self, memory.LiveBytes, peak, extra);
        if (_open.Count > 0) return;
        _memory = null;
        memory.Dispose();
    }

    private void Keep(Open span, long ticks, long self, long live, long peak, long extra)
    {
        if (!_sums.TryGetValue((span.Kind, span.Type), out var sum)) _sums[(span.Kind, span.Type)] = sum = new Sum();
        sum.Calls++;
        sum.Total += ticks;
        sum.Self += self;
        sum.Extra = Math.Max(sum.Extra, extra);
        if (_spans.Count < _spanLimit) _spans.Add(new ProfileSpan(span.Kind, span.Name, span.Type, Time(span.Start - _origin), Time(ticks), Time(self), live, peak, extra));
        else DroppedSpans++;
    }

    private static TimeSpan Time(long ticks) => Stopwatch.GetElapsedTime(0, ticks);

    private sealed class Open(SpanKind kind, string name, string type, long liveBefore, long outerPeak)
    {
        public SpanKind Kind => kind;
        public string Name => name;
        public string Type => type;
        public long LiveBefore => liveBefore;
        public long OuterPeak => outerPeak;
        public long Start { get; init; }
        public long Inner { get; set; }
    }

    private sealed class Sum
    {
        public long Calls, Total, Self, Extra;
    }
}
