using Foldline.Structures.Components;

namespace Foldline.Training.Assemblies;

/// <summary>The atoms that a residue should have.</summary>
/// <param name="Component">Its component.</param>
/// <param name="Removed">Which of the component's atoms it has lost.</param>
internal sealed record ReferenceResidue(ChemicalComponent Component, HashSet<int> Removed)
{
    /// <summary>New unresolved atoms, bonded among each other.</summary>
    public List<AssemblyAtom> Make(AssemblyAtom chain, int residue, int? position, string insertion)
    {
        var atoms = new List<AssemblyAtom>(Component.Atoms.Length);
        for (int i = 0; i < Component.Atoms.Length; i++)
        {
            if (Removed.Contains(i)) continue;
            atoms.Add(new AssemblyAtom
            {
                Chain = chain.Chain, Asym = chain.Asym, Entity = chain.Entity, Residue = residue, Position = position, Insertion = insertion,
                Component = Component.Code, Name = Component.Atoms[i].Name, Element = Component.Atoms[i].Element, Occupancy = 0, IsResolved = false,
            });
        }
        atoms.BondByComponent(Component);
        return atoms;
    }
}
