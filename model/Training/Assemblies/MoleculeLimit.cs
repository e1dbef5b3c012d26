using System.Numerics;
using Foldline.Sequences;
using Foldline.Training.Data;

namespace Foldline.Training.Assemblies;

/// <summary>
/// Cuts very large assemblies to the molecules nearest to a token that touches another molecule (AF3 supplement 2.5.4), those of the asymmetric unit first. The
/// token is drawn with a fixed seed, so an entry always gives the same assembly.
/// </summary>
internal static class MoleculeLimit
{
    private const float Radius = 15;
    private const long Seed = 42;

    /// <summary>The molecules to keep.</summary>
    public static HashSet<int> Choose(string name, IReadOnlyList<AssemblyAtom> atoms, int[] molecule, Func<AssemblyAtom, bool> isCentre, int most)
    {
        if (molecule.Distinct().Count() <= most) return [.. molecule];
        int[] centres = [.. Enumerable.Range(0, atoms.Count).Where(i => atoms[i].IsResolved && isCentre(atoms[i]))];
        int[] inFile = [.. centres.Where(i => !atoms[i].Chain.Contains('.'))];
        var grid = new CellGrid([.. centres.Select(i => atoms[i].Where)], Radius);
        foreach (int choice in new SeededDraws(Seed).Permutation(inFile.Length))
        {
            var middle = atoms[inFile[choice]].Where;
            if (grid.Near(middle).Select(near => molecule[centres[near]]).Distinct().Count() < 2) continue;
            var own = atoms.Zip(molecule).Where(pair => !pair.First.Chain.Contains('.')).Select(pair => pair.Second).ToHashSet();
            return [.. centres.OrderBy(i => Vector3.DistanceSquared(atoms[i].Where, middle)).Select(i => molecule[i]).Distinct()
                .OrderByDescending(own.Contains).Take(most)];
        }
        throw new InputException($"{name} has more than {most} molecules and none within {Radius} Å of another; it is not used for training.");
    }
}
