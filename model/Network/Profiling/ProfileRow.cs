namespace Foldline.Network.Profiling;

/// <summary>All spans of one module class or operator, added up.</summary>
/// <param name="Kind">Module, operator or stage.</param>
/// <param name="Name">The class or operator.</param>
/// <param name="Calls">How often it ran.</param>
/// <param name="Total">Time with inner spans.</param>
/// <param name="Self">Time without inner spans of its kind.</param>
/// <param name="ExtraBytes">The most that one call needed beyond what was alive when it began.</param>
public sealed record ProfileRow(SpanKind Kind, string Name, long Calls, TimeSpan Total, TimeSpan Self, long ExtraBytes);
