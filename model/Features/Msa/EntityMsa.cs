using Foldline.Alignments;
using Foldline.Features.Complexes;
using Foldline.Sequences;

namespace Foldline.Features.Msa;

/// <summary>
/// What one entity brings to the alignment of the complex. All of its copies bring the same: they hold the same species, so pairing gives them the same rows.
/// </summary>
internal sealed class EntityMsa
{
    /// <summary>Chains of up to this many residues have no alignment (a hit on so few letters means nothing).</summary>
    public const int ShortestAligned = 5;

    private EntityMsa(EntityKind kind, EncodedAlignment unpaired, EncodedAlignment paired, IReadOnlyList<string> species)
    {
        (Kind, Unpaired, Paired, SpeciesOfPairedRow) = (kind, unpaired, paired, species);
        UnpairedRows = [.. Enumerable.Range(0, unpaired.Rows)];
        PairedRows = [0];
    }

    /// <summary>What the entity is.</summary>
    public EntityKind Kind { get; }

    /// <summary>The unpaired alignment without duplicates, at least the query.</summary>
    public EncodedAlignment Unpaired { get; }

    /// <summary>The alignment to pair, at least the query.</summary>
    public EncodedAlignment Paired { get; }

    /// <summary>The species of each row of <see cref="Paired"/>.</summary>
    public IReadOnlyList<string> SpeciesOfPairedRow { get; }

    /// <summary>The rows of <see cref="Paired"/> that make the paired block; <see cref="SpeciesPairing.NoRow"/> is a row of gaps.</summary>
    public List<int> PairedRows { get; set; }

    /// <summary>The rows of <see cref="Unpaired"/> that remain.</summary>
    public List<int> UnpairedRows { get; set; }

    /// <summary>Encodes the alignments of an entity.</summary>
    /// <exception cref="InputException">The first row of an alignment does not have as many letters as the sequence.</exception>
    public static EntityMsa Of(ComplexDescription complex, int index, EntityAlignments alignments, bool pairs, FeatureOptions options)
    {
        var entity = complex.Entities[index];
        var sequence = entity.Kind is EntityKind.Protein or EntityKind.Rna or EntityKind.Dna ? entity.Sequence : new string('X', entity.Codes.Length);
        bool aligned = sequence.Length >= ShortestAligned && (entity.Kind == EntityKind.Protein || (entity.Kind == EntityKind.Rna && options.UseRnaMsa));
        var paired = aligned && entity.Kind == EntityKind.Protein ? alignments.Paired : Alignment.Empty;
        var unpaired = aligned ? alignments.Unpaired : Alignment.Empty;
        if (options.PairedAsUnpaired) unpaired = new Alignment([.. paired.Rows, .. unpaired.Rows]);
        unpaired = AlignmentMerge.Deduplicate(unpaired);
        if (!pairs) paired = Alignment.Empty;
        var species = OrQuery(paired).Rows.Select(row => SpeciesId.Of(row.Description)).ToArray();
        return new EntityMsa(entity.Kind, Encode(unpaired, "unpaired"), Encode(paired, "paired"), species);

        Alignment OrQuery(Alignment alignment) => alignment.Depth > 0 ? alignment : Alignment.OfQuery(sequence);

        EncodedAlignment Encode(Alignment alignment, string which)
        {
            if (alignment.Depth > 0 && alignment.Columns != sequence.Length)
                throw new InputException(
                    $"Target {complex.Name}: the first row of the {which} alignment of entity {index + 1} has {alignment.Columns} letters, its sequence "
                    + $"{sequence.Length}; give an alignment of this sequence.");
            return EncodedAlignment.Of(OrQuery(alignment), entity.Kind, sequence.Length, options.ShortRowPadding);
        }
    }

    /// <summary>Drops the unpaired rows whose letters stand in the paired block too, the query among them.</summary>
    public void DropPairedFromUnpaired()
    {
        var paired = PairedRows.Where(row => row != SpeciesPairing.NoRow).Select(row => Key(Paired.Classes(row))).ToHashSet(StringComparer.Ordinal);
        if (PairedRows.Contains(SpeciesPairing.NoRow)) paired.Add(new string((char)Vocabulary.ResidueTypes.Gap, Paired.Columns));
        UnpairedRows.RemoveAll(row => paired.Contains(Key(Unpaired.Classes(row))));
    }

    /// <summary>Whether a row of the paired block has no letter.</summary>
    public bool IsGapInPair(int place) => PairedRows[place] is var row && (row == SpeciesPairing.NoRow || IsGap(Paired.Classes(row)));

    /// <summary>Whether a row has no letter.</summary>
    public static bool IsGap(ReadOnlySpan<byte> classes) => !classes.ContainsAnyExcept(Vocabulary.ResidueTypes.Gap);

    private static string Key(ReadOnlySpan<byte> classes) => System.Text.Encoding.Latin1.GetString(classes);
}
