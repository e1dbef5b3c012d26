using System.Numerics;

namespace Foldline.Training.Assemblies;

/// <summary>What is taken out of or put right in an entry before its chains are completed (AF3 supplement 2.1 and 2.5.4).</summary>
internal static class AtomFilters
{
    /// <summary>Å between neighbouring CA atoms beyond which a chain is broken.</summary>
    private const float FarthestNeighbours = 10;

    /// <summary>Selenomethionine becomes methionine.</summary>
    public static List<AssemblyAtom> ReplaceSelenium(List<AssemblyAtom> atoms)
    {
        foreach (var atom in atoms.Where(atom => atom.Component == "MSE"))
        {
            if (atom.Name == "SE") (atom.Name, atom.Element) = ("SD", "S");
            atom.Component = "MET";
        }
        return atoms;
    }

    /// <summary>Water goes.</summary>
    public static List<AssemblyAtom> RemoveWater(List<AssemblyAtom> atoms) => atoms.Keep(atom => atom.Component is not ("HOH" or "DOD"));

    /// <summary>Hydrogen goes.</summary>
    public static List<AssemblyAtom> RemoveHydrogen(List<AssemblyAtom> atoms) => atoms.Keep(atom => atom.Element is not ("H" or "D"));

    /// <summary>Polymers of nothing but unknown residues go.</summary>
    public static List<AssemblyAtom> RemoveUnknownChains(List<AssemblyAtom> atoms, PolymerSequences polymers) => Without(atoms, atoms.Chains().Where(chain =>
        (polymers.TypeOf(chain[0].Entity) == "polypeptide(L)" && chain.TrueForAll(atom => atom.Component == "UNK"))
        || (polymers.TypeOf(chain[0].Entity) is "polyribonucleotide" or "polydeoxyribonucleotide" && chain.TrueForAll(atom => atom.Component == "N"))));

    /// <summary>Proteins whose neighbouring residues lie impossibly far apart go.</summary>
    public static List<AssemblyAtom> RemoveBrokenChains(List<AssemblyAtom> atoms, PolymerSequences polymers) => Without(atoms, atoms.Chains().Where(chain =>
    {
        if (polymers.TypeOf(chain[0].Entity) != "polypeptide(L)") return false;
        var centres = chain.FindAll(atom => atom.Name == "CA" && atom.Position is not null);
        return centres.Zip(centres.Skip(1)).Any(pair => pair.First.Position + 1 == pair.Second.Position
            && Vector3.DistanceSquared(pair.First.Where, pair.Second.Where) > FarthestNeighbours * FarthestNeighbours);
    }));

    /// <summary>NH1 of an arginine is the nitrogen nearer to CD; where the file has it the other way round, the two change places.</summary>
    public static List<AssemblyAtom> FixArginine(List<AssemblyAtom> atoms)
    {
        foreach (var residue in atoms.Residues().Where(residue => residue[0].Component == "ARG"))
        {
            var delta = residue.Find(atom => atom.Name == "CD");
            var (first, second) = (residue.Find(atom => atom.Name == "NH1"), residue.Find(atom => atom.Name == "NH2"));
            if (delta is null || first is null || second is null) continue;
            if (Vector3.DistanceSquared(delta.Where, second.Where) < Vector3.DistanceSquared(delta.Where, first.Where))
                (first.Where, second.Where) = (second.Where, first.Where);
        }
        return atoms;
    }

    /// <summary>Residues of unknown element go; the ambiguous acids become aspartate and glutamate, the more symmetric of their two readings.</summary>
    public static List<AssemblyAtom> RemoveUnknownElements(List<AssemblyAtom> atoms)
    {
        atoms = atoms.Keep(atom => atom.Component is not ("UNX" or "UNL"));
        foreach (var atom in atoms.Where(atom => atom.Component is "ASX" or "GLX"))
        {
            atom.Component = atom.Component == "ASX" ? "ASP" : "GLU";
            if (atom.Name is "XD1" or "XD2" or "XE1" or "XE2") atom.Name = "O" + atom.Name[1..];
            if (atom.Element == "X") atom.Element = "O";
        }
        return atoms;
    }

    /// <summary>Chains without a resolved atom go.</summary>
    public static List<AssemblyAtom> RemoveUnresolvedChains(List<AssemblyAtom> atoms)
    {
        var seen = atoms.Where(atom => atom.IsResolved).Select(atom => atom.Chain).ToHashSet();
        return atoms.Keep(atom => seen.Contains(atom.Chain));
    }

    private static List<AssemblyAtom> Without(List<AssemblyAtom> atoms, IEnumerable<List<AssemblyAtom>> chains)
    {
        var gone = chains.SelectMany(chain => chain).ToHashSet();
        return atoms.Keep(atom => !gone.Contains(atom));
    }
}
