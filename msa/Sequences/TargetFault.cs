namespace Foldline.Sequences;

/// <summary>A target that cannot run: a row of the failure list before anything has started.</summary>
/// <param name="Name">The target's name, safe as a file name.</param>
/// <param name="Origin">The file, and the line or job in it.</param>
/// <param name="Message">One sentence or two: place, fault, remedy.</param>
public sealed record TargetFault(string Name, string Origin, string Message);
