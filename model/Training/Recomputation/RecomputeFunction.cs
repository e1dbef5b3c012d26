using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Training.Recomputation;

/// <summary>The autograd node behind <see cref="Recompute"/>: saves inputs and random state forward, reruns the segment with gradients backward.</summary>
internal sealed class RecomputeFunction : autograd.MultiTensorFunction<RecomputeFunction>
{
    /// <summary>What a node needs to run again.</summary>
    internal sealed class Segment(Func<Tensor[], Tensor[]> body)
    {
        public Func<Tensor[], Tensor[]> Body { get; } = body;

        public byte[] RandomState { get; set; } = [];

        public bool[] NeedsGradient { get; set; } = [];
    }

    private static readonly object Gate = new();
    private static readonly List<Tensor> Returned = [];               // handed to native code by the last call; free at the next
    private static ExceptionDispatchInfo? _failure;

    /// <inheritdoc/>
    public override string Name => nameof(RecomputeFunction);

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var segment = (Segment)vars[0];
        var inputs = vars[1..^1].Cast<Tensor>().ToArray();
        segment.RandomState = RandomState.Capture();
        segment.NeedsGradient = [.. inputs.Select(x => x.requires_grad)];
        ctx.save_data("segment", segment);
        ctx.save_for_backward([.. inputs]);
        // Without its own scope every temporary would live in the caller's scope, and nothing would be saved.
        using var scope = NewDisposeScope();
        return [.. segment.Body(inputs).Select(x => x.MoveToOuterDisposeScope())];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        bool failed;
        lock (Gate)
        {
            ReleaseReturned();
            failed = _failure is not null;
        }
        var segment = (Segment)ctx.get_data("segment");
        var saved = ctx.get_saved_variables();
        Tensor?[] gradients;
        try
        {
            gradients = failed ? Nothing(segment, saved) : Replay(segment, saved, grad_outputs);
        }
        catch (Exception fault)                                       // an exception that reached native code would end the process
        {
            lock (Gate) _failure ??= ExceptionDispatchInfo.Capture(fault);
            gradients = Nothing(segment, saved);
        }
        lock (Gate) Returned.AddRange(gradients.OfType<Tensor>());
        return [null!, .. gradients.Select(x => x!), null!];
    }

    internal static void Finish()
    {
        lock (Gate)
        {
            ReleaseReturned();
            var failure = _failure;
            _failure = null;
            failure?.Throw();
        }
    }

    private static Tensor?[] Replay(Segment segment, List<Tensor> saved, List<Tensor> gradients)
    {
        using var scope = NewDisposeScope();
        using var outer = new RandomState.Scope(segment.RandomState);
        using var withGradient = enable_grad();
        var inputs = saved.Zip(segment.NeedsGradient, (x, needs) => x.detach().requires_grad_(needs)).ToArray();
        var outputs = segment.Body(inputs);
        var wanted = outputs.Zip(gradients).Where(pair => pair.First.requires_grad && !pair.Second.IsInvalid).ToArray();
        if (wanted.Length > 0) autograd.backward([.. wanted.Select(pair => pair.First)], [.. wanted.Select(pair => pair.Second)]);
        foreach (var x in saved) x.Dispose();
        return [.. inputs.Zip(segment.NeedsGradient, (x, needs) => needs ? x.grad?.DetachFromDisposeScope() : null)];
    }

    /// <summary>Gradients of zero that take no memory: what lies before a segment that failed still asks for some, and a missing one would end the process.</summary>
    private static Tensor?[] Nothing(Segment segment, List<Tensor> saved)
    {
        using var scope = NewDisposeScope();
        return [.. saved.Zip(segment.NeedsGradient, (x, needs) => needs ? zeros([1], x.dtype, x.device).expand(x.shape).DetachFromDisposeScope() : null)];
    }

    private static void ReleaseReturned()
    {
        foreach (var tensor in Returned) tensor.Dispose();
        Returned.Clear();
    }
}
