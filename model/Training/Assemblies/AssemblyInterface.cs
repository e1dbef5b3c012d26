namespace Foldline.Training.Assemblies;

/// <summary>Two chains of an assembly with heavy atoms within 5 Å of each other; the one whose entity sorts first stands first.</summary>
/// <param name="First">The name of one chain.</param>
/// <param name="Second">The name of the other.</param>
public sealed record AssemblyInterface(string First, string Second);
