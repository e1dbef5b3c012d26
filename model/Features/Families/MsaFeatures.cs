using System.Runtime.InteropServices;
using Foldline.Features.Complexes;
using Foldline.Features.Msa;
using Foldline.Features.Vocabulary;
using Foldline.Sequences;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Families;

/// <summary>
/// The alignment as the network sees it (AlphaFold 3 supplement, table 5). A token reads the column of its residue. A gap row over a chain that is no
/// protein is filled with the chain's own letters, as in the original. Profile and mean deletions are those of the whole unpaired alignment before
/// pairing and cropping.
/// </summary>
/// <remarks>
/// Nothing here is random. Two defects of the original are not copied: rows shorter than the query are filled with gaps, not with alanine, and an ion
/// counts as a chain, so that the chains after it read their own columns.
/// </remarks>
public static class MsaFeatures
{
    /// <summary>
    /// msa: int64 class [row, token]; has_deletion, deletion_value (2/π atan(d/3)): float32 [row, token]; profile: float32 [token, 32]; deletion_mean: float32
    /// [token].
    /// </summary>
    internal static IEnumerable<NamedArray> Make(Complex complex, TokenTable tokens, ComplexMsa msa)
    {
        int n = tokens.Count;
        var (entities, columns) = Columns(complex, tokens);
        int cells = checked(msa.Rows * n);
        byte[] classes = new byte[checked(cells * sizeof(long))], has = new byte[cells * sizeof(float)], value = new byte[cells * sizeof(float)];
        var fills = msa.Entities.Select(entity => entity.Kind == EntityKind.Protein ? null : entity.Paired.Classes(0).ToArray()).ToArray();
        for (int row = 0; row < msa.Rows; row++)
        {
            var classRow = MemoryMarshal.Cast<byte, long>(classes.AsSpan()).Slice(row * n, n);
            var hasRow = MemoryMarshal.Cast<byte, float>(has.AsSpan()).Slice(row * n, n);
            var valueRow = MemoryMarshal.Cast<byte, float>(value.AsSpan()).Slice(row * n, n);
            for (int start = 0, end; start < n; start = end)
            {
                int entity = entities[start];
                for (end = start + 1; end < n && entities[end] == entity; end++) { }
                var (letters, insertions) = Row(msa, entity, row);
                if (fills[entity] is { } own && (letters.IsEmpty || EntityMsa.IsGap(letters))) letters = own;
                for (int token = start; token < end; token++)
                {
                    classRow[token] = letters.IsEmpty ? ResidueTypes.Gap : letters[columns[token]];
                    if (insertions.IsEmpty || insertions[columns[token]] == 0) continue;
                    hasRow[token] = 1;
                    valueRow[token] = DeletionValues.Of(insertions[columns[token]]);
                }
            }
        }
        yield return new NamedArray("msa", ElementType.Int64, [msa.Rows, n], classes);
        yield return new NamedArray("has_deletion", ElementType.Float32, [msa.Rows, n], has);
        yield return new NamedArray("deletion_value", ElementType.Float32, [msa.Rows, n], value);
        yield return PerToken("profile", msa.Entities.Select(entity => entity.Unpaired.Profile()).ToArray(), entities, columns, ResidueTypes.Count);
        yield return PerToken("deletion_mean", msa.Entities.Select(entity => entity.Unpaired.MeanInsertions()).ToArray(), entities, columns, 1);
    }

    /// <summary>The features of a run without alignments: one row, the residues themselves.</summary>
    internal static IEnumerable<NamedArray> WithoutMsa(Complex complex, TokenTable tokens)
    {
        int n = tokens.Count;
        var classes = tokens.Residue.Select(residue => (long)complex.Residues[residue].Class).ToArray();
        var profile = new float[n * ResidueTypes.Count];
        for (int t = 0; t < n; t++) profile[t * ResidueTypes.Count + (int)classes[t]] = 1;
        yield return NamedArray.From("msa", classes, 1, n);
        yield return NamedArray.From("has_deletion", new float[n], 1, n);
        yield return NamedArray.From("deletion_value", new float[n], 1, n);
        yield return NamedArray.From("profile", profile, n, ResidueTypes.Count);
        yield return NamedArray.From("deletion_mean", new float[n], n);
    }

    /// <summary>The letters and insertions of an entity in a row of the whole; empty past the entity's last row.</summary>
    private static Slices Row(ComplexMsa msa, int entity, int row)
    {
        var own = msa.Entities[entity];
        int unpaired = row - msa.PairedRows;
        if (unpaired < 0) return own.PairedRows[row] == SpeciesPairing.NoRow ? default : Slices.Of(own.Paired, own.PairedRows[row]);
        return unpaired < own.UnpairedRows.Count ? Slices.Of(own.Unpaired, own.UnpairedRows[unpaired]) : default;
    }

    private static (int[] Entities, int[] Columns) Columns(Complex complex, TokenTable tokens)
    {
        int[] entities = new int[tokens.Count], columns = new int[tokens.Count];
        for (int t = 0; t < tokens.Count; t++)
        {
            var residue = complex.Residues[tokens.Residue[t]];
            (entities[t], columns[t]) = (complex.Chains[residue.Chain].Entity, residue.Number - 1);
        }
        return (entities, columns);
    }

    private static NamedArray PerToken(string name, float[][] ofEntity, int[] entities, int[] columns, int width)
    {
        var values = new float[columns.Length * width];
        for (int t = 0; t < columns.Length; t++) ofEntity[entities[t]].AsSpan(columns[t] * width, width).CopyTo(values.AsSpan(t * width, width));
        return width == 1 ? NamedArray.From(name, values, columns.Length) : NamedArray.From(name, values, columns.Length, width);
    }

    private readonly ref struct Slices(ReadOnlySpan<byte> letters, ReadOnlySpan<ushort> insertions)
    {
        private readonly ReadOnlySpan<byte> _letters = letters;
        private readonly ReadOnlySpan<ushort> _insertions = insertions;

        public static Slices Of(EncodedAlignment alignment, int row) => new(alignment.Classes(row), alignment.Insertions(row));

        public void Deconstruct(out ReadOnlySpan<byte> letters, out ReadOnlySpan<ushort> insertions)
        {
            letters = _letters;
            insertions = _insertions;
        }
    }
}
