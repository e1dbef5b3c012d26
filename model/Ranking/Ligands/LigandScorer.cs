using Foldline.Ranking.Comparison;
using Foldline.Ranking.Confidences;

namespace Foldline.Ranking.Ligands;

/// <summary>Scores of a ligand of interest, as Protenix computes them for pose evaluations.</summary>
public static class LigandScorer
{
    /// <summary>The scores of one chain.</summary>
    /// <param name="inputs">The sample.</param>
    /// <param name="scores">Its confidence scores.</param>
    /// <param name="chain">The chain of interest.</param>
    /// <param name="atomicNumber">1 for hydrogen. [atom]</param>
    /// <param name="molecule">Atoms of one molecule, covalently bonded ligands included, share a number. [atom]</param>
    public static LigandScores Score(ConfidenceInputs inputs, ConfidenceScores scores, int chain, int[] atomicNumber, int[] molecule)
    {
        int other = chain == 0 ? 1 : 0;
        return new LigandScores(scores.ChainPairIptmGlobal[chain, other], HasClash(inputs, chain, atomicNumber, molecule));
    }

    // A ligand bonded to a polymer is near it by nature: pairs of one molecule and different type are passed over.
    private static bool HasClash(ConfidenceInputs inputs, int chain, int[] atomicNumber, int[] molecule)
    {
        var chains = new ChainGrouping(inputs);
        float reach = 2 * inputs.Options.VdwClashFraction * atomicNumber.Max(VanDerWaalsRadii.Of);
        bool clash = false;
        new NeighbourGrid(inputs.Coordinates, reach).ForEachPair((first, second, distance) =>
        {
            var (a, b) = (chains.ChainOfAtom[first], chains.ChainOfAtom[second]);
            if (a == b || (a != chain && b != chain) || (molecule[first] == molecule[second] && chains.IsPolymer[a] != chains.IsPolymer[b])) return;
            clash |= distance / (VanDerWaalsRadii.Of(atomicNumber[first]) + VanDerWaalsRadii.Of(atomicNumber[second])) < inputs.Options.VdwClashFraction;
        });
        return clash;
    }
}
