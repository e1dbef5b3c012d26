namespace Foldline.Training.Sampling;

/// <summary>A chain that an example is about.</summary>
/// <param name="Entity">Its entity in the file.</param>
/// <param name="Chain">Its name in the assembly; for interfaces one of possibly several.</param>
/// <param name="Type">What it counts as.</param>
/// <param name="Cluster">What it is similar to: chains of one cluster share their weight.</param>
public sealed record SampleSide(string Entity, string Chain, MoleculeType Type, string Cluster);
