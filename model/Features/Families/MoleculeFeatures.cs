using Foldline.Features.Complexes;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Families;

/// <summary>
/// Molecules for the permutation of identical chains. Bonds between chains do not join them here, as in the original at inference, so every chain is a
/// molecule. mol_id counts the chains by identifier sorted as text; molecules of one entity with the same atoms share an entity_mol_id.
/// </summary>
public static class MoleculeFeatures
{
    /// <summary>mol_id, mol_atom_index (running index in the molecule), entity_mol_id: int64 [atom].</summary>
    public static IEnumerable<NamedArray> Make(Complex complex)
    {
        int n = complex.Atoms.Length;
        var order = Enumerable.Range(0, complex.Chains.Length).OrderBy(chain => complex.Chains[chain].Id, StringComparer.Ordinal).ToArray();
        var entityMolecule = EntityMolecules(complex, order);
        long[] molecule = new long[n], position = new long[n], equal = new long[n];
        for (int place = 0; place < order.Length; place++)
        {
            var chain = complex.Chains[order[place]];
            for (int i = 0; i < chain.Atoms; i++)
                (molecule[chain.FirstAtom + i], position[chain.FirstAtom + i], equal[chain.FirstAtom + i]) = (place, i, entityMolecule[order[place]]);
        }
        yield return NamedArray.From("mol_id", molecule, n);
        yield return NamedArray.From("mol_atom_index", position, n);
        yield return NamedArray.From("entity_mol_id", equal, n);
    }

    /// <summary>Per chain: a number for its entity and atom names, numbered entity by entity in the order of their first molecules.</summary>
    private static int[] EntityMolecules(Complex complex, int[] order)
    {
        var result = new int[order.Length];
        int next = 0;
        foreach (var copies in order.GroupBy(chain => complex.Chains[chain].Entity))
        {
            var seen = new List<int>();
            foreach (int chain in copies)
            {
                int equal = seen.FindIndex(other => SameAtoms(complex, complex.Chains[other], complex.Chains[chain]));
                if (equal >= 0) result[chain] = result[seen[equal]];
                else result[chain] = seen.Count == 0 ? next : ++next;
                seen.Add(chain);
            }
            next++;
        }
        return result;
    }

    private static bool SameAtoms(Complex complex, ComplexChain a, ComplexChain b)
    {
        if (a.Atoms != b.Atoms) return false;
        for (int i = 0; i < a.Atoms; i++)
            if (complex.Atoms[a.FirstAtom + i].Name != complex.Atoms[b.FirstAtom + i].Name) return false;
        return true;
    }
}
