namespace Foldline.Network.Profiling;

/// <summary>What a span of a profile measures.</summary>
public enum SpanKind
{
    /// <summary>A stage that the caller named.</summary>
    Stage,

    /// <summary>A forward pass of a module.</summary>
    Module,

    /// <summary>An operator of libtorch.</summary>
    Operator,
}

/// <summary>One entry of the timeline.</summary>
/// <param name="Kind">What ran.</param>
/// <param name="Name">The module's path in the network, the operator's name, or the stage's.</param>
/// <param name="Type">The module's class; the name for everything else.</param>
/// <param name="Start">Since the profile began.</param>
/// <param name="Duration">Inner spans included.</param>
/// <param name="Self">Inner spans of the same kind left out.</param>
/// <param name="LiveBytes">Tensor bytes alive at the end.</param>
/// <param name="PeakBytes">The most tensor bytes alive at once while it ran.</param>
/// <param name="ExtraBytes">How far that peak rose above what was alive at the start.</param>
public readonly record struct ProfileSpan(
    SpanKind Kind, string Name, string Type, TimeSpan Start, TimeSpan Duration, TimeSpan Self, long LiveBytes, long PeakBytes, long ExtraBytes);
