namespace Foldline.Training.Assemblies;

/// <summary>An entity of an assembly as its file tells it.</summary>
/// <param name="Id">The identifier in the file.</param>
/// <param name="PolymerType">For example <c>polypeptide(L)</c>; empty for ligands.</param>
/// <param name="Sequence">One letter for each position of a polymer, X where the dictionary has none; empty for ligands.</param>
public sealed record AssemblyEntity(string Id, string PolymerType, string Sequence)
{
    /// <summary>Whether it is a polymer.</summary>
    public bool IsPolymer => PolymerType.Length > 0;
}
