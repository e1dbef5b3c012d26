using Foldline.Features.Complexes;
using Foldline.Sequences;

namespace Foldline.Features.Msa;

/// <summary>
/// The alignment of a complex: paired rows over all chains, then the unpaired rows of each entity side by side, shorter ones filled with gaps.
/// </summary>
internal sealed class ComplexMsa
{
    private ComplexMsa(EntityMsa[] entities, int pairedRows, int unpairedRows) => (Entities, PairedRows, UnpairedRows) = (entities, pairedRows, unpairedRows);

    /// <summary>The entities in the complex's order.</summary>
    public IReadOnlyList<EntityMsa> Entities { get; }

    /// <summary>The rows of the paired block, the queries included; 1 without pairing.</summary>
    public int PairedRows { get; }

    /// <summary>The rows of the deepest unpaired block.</summary>
    public int UnpairedRows { get; }

    /// <summary>All rows.</summary>
    public int Rows => PairedRows + UnpairedRows;

    /// <summary>Pairs, cleans and crops. Pairing happens only between different protein sequences.</summary>
    /// <exception cref="InputException">An alignment does not fit its sequence.</exception>
    public static ComplexMsa Of(Complex complex, IReadOnlyList<EntityAlignments> alignments, FeatureOptions options)
    {
        var description = complex.Description;
        bool pairs = description.Entities.Where(entity => entity.Kind == EntityKind.Protein).Select(entity => entity.Sequence).Distinct().Skip(1).Any();
        var entities = description.Entities.Select((_, index) => EntityMsa.Of(description, index, alignments[index], pairs, options)).ToArray();
        if (pairs)
        {
            var species = complex.Chains.Select(chain => entities[chain.Entity].SpeciesOfPairedRow).ToList();
            var rows = SpeciesPairing.Pair(species, options.MaxPairedRows, options.MaxRowsPerSpecies);
            for (int entity = 0; entity < entities.Length; entity++)
            {
                int firstCopy = complex.Chains.TakeWhile(chain => chain.Entity != entity).Count();
                entities[entity].PairedRows = [.. rows.Select(row => row[firstCopy])];
                entities[entity].DropPairedFromUnpaired();
            }
        }
        int paired = DropGapRows(entities);
        paired = Math.Min(paired, options.MaxPairedRows);
        int unpaired = Math.Max(0, Math.Min(entities.Max(entity => entity.UnpairedRows.Count), options.MaxMsaRows - paired));
        return new ComplexMsa(entities, paired, unpaired);
    }

    private static int DropGapRows(EntityMsa[] entities)
    {
        int[] kept = [.. Enumerable.Range(0, entities[0].PairedRows.Count).Where(place => !Array.TrueForAll(entities, entity => entity.IsGapInPair(place)))];
        foreach (var entity in entities) entity.PairedRows = [.. kept.Select(place => entity.PairedRows[place])];
        return kept.Length;
    }
}
