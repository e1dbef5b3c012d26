using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>Marks the parts of the network that training can recompute. Without a runner, as in all inference, a segment is just its call.</summary>
public static class Segments
{
    private static readonly AsyncLocal<ISegmentRunner?> Current = new();

    /// <summary>Lets a runner run the segments called from here on, until the result is disposed.</summary>
    public static IDisposable Use(ISegmentRunner runner)
    {
        var before = Current.Value;
        Current.Value = runner;
        return new Restore(before);
    }

    internal static Tensor Run(SegmentKind kind, Func<Tensor, Tensor?, Tensor> call, Tensor x, Tensor? mask) =>
        Current.Value is { } runner ? runner.Run(kind, v => [call(v[0]!, v[1])], [x, mask])[0]! : call(x, mask);

    internal static Tensor Run(SegmentKind kind, Func<Tensor, Tensor, Tensor, Tensor> call, Tensor a, Tensor s, Tensor z) =>
        Current.Value is { } runner ? runner.Run(kind, v => [call(v[0]!, v[1]!, v[2]!)], [a, s, z])[0]! : call(a, s, z);

    internal static (Tensor? First, Tensor Second) Run(
        SegmentKind kind, Func<Tensor?, Tensor, Tensor?, (Tensor? First, Tensor Second)> call, Tensor? first, Tensor second, Tensor? mask)
    {
        if (Current.Value is not { } runner) return call(first, second, mask);
        var results = runner.Run(kind, v => call(v[0], v[1]!, v[2]) is var (a, b) ? [a, b] : [], [first, second, mask]);
        return (results[0], results[1]!);
    }

    private sealed class Restore(ISegmentRunner? before) : IDisposable
    {
        public void Dispose() => Current.Value = before;
    }
}
