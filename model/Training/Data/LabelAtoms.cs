using System.Numerics;
using Foldline.Structures.Mmcif;
using Foldline.Structures.Predictions;

namespace Foldline.Training.Data;

/// <summary>Finds the featurised atoms in an experimental structure.</summary>
internal static class LabelAtoms
{
    /// <summary>The coordinates of each atom of the layout, and which are resolved.</summary>
    public static (float[] Coordinates, bool[] Resolved) Find(AtomLayout layout, IEnumerable<SelectedChain> chains)
    {
        var byId = chains.ToDictionary(chain => chain.Chain.Id, StringComparer.Ordinal);
        var (coordinates, resolved) = (new float[layout.Atoms * 3], new bool[layout.Atoms]);
        MmcifResidue? residue = null;
        var (chainIndex, number) = (-1, -1);
        for (var atom = 0; atom < layout.Atoms; atom++)
        {
            var chain = layout.ChainOfToken[layout.TokenOfAtom[atom]];
            if (chain != chainIndex || layout.ResidueNumber[atom] != number)
            {
                (chainIndex, number) = (chain, layout.ResidueNumber[atom]);
                residue = byId[layout.Chains[chain].Id].Find(number);
            }
            if (residue is null || Place(residue, layout.AtomName[atom]) is not { } position) continue;
            (coordinates[3 * atom], coordinates[3 * atom + 1], coordinates[3 * atom + 2], resolved[atom]) = (position.X, position.Y, position.Z, true);
        }
        return (coordinates, resolved);
    }

    /// <summary>
    /// An atom's place in its residue. Selenium stands for the sulphur of methionine; the two outer nitrogens of arginine are named so that NH1 is the one
    /// nearer to CD, as the wwPDB asks and the original corrects.
    /// </summary>
    private static Vector3? Place(MmcifResidue residue, string name)
    {
        if (residue.Component == "MSE" && name == "SD") name = "SE";
        if (residue.Component == "ARG" && name is "NH1" or "NH2"
            && residue.Find("CD") is { } delta && residue.Find("NH1") is { } first && residue.Find("NH2") is { } second
            && Vector3.DistanceSquared(delta.Position, first.Position) > Vector3.DistanceSquared(delta.Position, second.Position))
            name = name == "NH1" ? "NH2" : "NH1";
        return residue.Find(name)?.Position;
    }
}
