namespace Foldline.Workflows;

/// <summary>A span in which one of an instance's times must lie.</summary>
/// <param name="Moment">Which time.</param>
/// <param name="From">The earliest.</param>
/// <param name="Before">The first that is too late.</param>
public sealed record InstanceTime(InstanceMoment Moment, DateTimeOffset From, DateTimeOffset Before);
