using System.Numerics;
using Foldline.Sequences;
using Foldline.Structures.Cif;
using Foldline.Structures.Mmcif;

namespace Foldline.Training.Assemblies;

/// <summary>Builds the biological assembly from the atoms of the file; the n-th further copy of chain A is called A.n.</summary>
internal static class AssemblyExpansion
{
    public static List<AssemblyAtom> Expand(List<AssemblyAtom> atoms, CifBlock block, string id)
    {
        var assemblies = MmcifReader.ReadAssemblies(block);
        if (assemblies.IsEmpty) return atoms;
        var assembly = assemblies.FirstOrDefault(assembly => assembly.Id == id) ?? throw new InputException(
            $"{block.Name} has no assembly {id}; it has {string.Join(", ", assemblies.Select(assembly => assembly.Id))}.");
        var (expanded, copies) = (new List<AssemblyAtom>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var group in assembly.Copies)
        {
            var copyOf = new Dictionary<AssemblyAtom, AssemblyAtom>();
            foreach (var chain in atoms.Where(atom => group.ChainIds.Contains(atom.Asym)).Chains())
            {
                int number = copies[chain[0].Chain] = copies.GetValueOrDefault(chain[0].Chain, -1) + 1;
                var name = number == 0 ? chain[0].Chain : $"{chain[0].Chain}.{number}";
                foreach (var atom in chain)
                    expanded.Add(copyOf[atom] = atom.Copy(name, atom.IsResolved ? Vector3.Transform(atom.Where, group.Motion) : Vector3.Zero));
            }
            foreach (var (old, copy) in copyOf)
                foreach (var (other, order) in old.Bonds)
                    if (copyOf.TryGetValue(other, out var partner)) AssemblyAtom.Bond(copy, partner, order);
        }
        return expanded;
    }
}
