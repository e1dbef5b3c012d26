namespace Foldline.Sequences;

/// <summary>A residue of a chain that is another component than its letter says.</summary>
/// <param name="Position">The residue, counted from 1.</param>
/// <param name="Code">The component's code in the wwPDB's dictionary, for example SEP.</param>
public readonly record struct Modification(int Position, string Code);
