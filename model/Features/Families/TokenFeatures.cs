using Foldline.Features.Complexes;
using Foldline.Features.Vocabulary;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Families;

/// <summary>
/// What each token is and where it stands (AlphaFold 3 supplement, table 5). <c>entity_id</c> counts the entities as Protenix does: by their numbers sorted as
/// text (1, 10, 11, 2 …), which the network only compares for equality.
/// </summary>
public static class TokenFeatures
{
    /// <summary>token_index, residue_index, asym_id, entity_id, sym_id: int64 [token]; restype: float32 one-hot [token, 32].</summary>
    public static IEnumerable<NamedArray> Make(Complex complex, TokenTable tokens)
    {
        int n = tokens.Count;
        var rank = EntityRanks(complex.Description.Entities.Length);
        long[] index = new long[n], number = new long[n], asym = new long[n], entity = new long[n], sym = new long[n];
        var restype = new float[n * ResidueTypes.Count];
        for (int t = 0; t < n; t++)
        {
            var residue = complex.Residues[tokens.Residue[t]];
            var chain = complex.Chains[residue.Chain];
            (index[t], number[t], asym[t], entity[t], sym[t]) = (t, residue.Number, residue.Chain, rank[chain.Entity], chain.Copy);
            restype[t * ResidueTypes.Count + residue.Class] = 1;
        }
        yield return NamedArray.From("token_index", index, n);
        yield return NamedArray.From("residue_index", number, n);
        yield return NamedArray.From("asym_id", asym, n);
        yield return NamedArray.From("entity_id", entity, n);
        yield return NamedArray.From("sym_id", sym, n);
        yield return NamedArray.From("restype", restype, n, ResidueTypes.Count);
    }

    private static int[] EntityRanks(int entities)
    {
        var rank = new int[entities];
        var order = Enumerable.Range(0, entities).OrderBy(entity => (entity + 1).ToString(), StringComparer.Ordinal).ToArray();
        for (int place = 0; place < entities; place++) rank[order[place]] = place;
        return rank;
    }
}
