using Foldline.Alignments;
using Foldline.Features.Vocabulary;
using Foldline.Sequences;

namespace Foldline.Features.Msa;

/// <summary>An alignment as numbers: the residue class of each column and the count of insertions right before it.</summary>
internal sealed class EncodedAlignment
{
    private readonly byte[] _classes;
    private readonly ushort[] _insertions;

    private EncodedAlignment(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        _classes = new byte[checked(rows * columns)];
        _insertions = new ushort[rows * columns];
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns: the query's residues.</summary>
    public int Columns { get; }

    /// <summary>The residue classes of a row. [column]</summary>
    public ReadOnlySpan<byte> Classes(int row) => _classes.AsSpan(row * Columns, Columns);

    /// <summary>The insertions before each column of a row. [column]</summary>
    public ReadOnlySpan<ushort> Insertions(int row) => _insertions.AsSpan(row * Columns, Columns);

    /// <summary>
    /// Encodes rows. Letters and gaps fill columns; anything else is an insertion before the next column, and insertions after the last column are lost.
    /// A longer row is cut.
    /// </summary>
    /// <param name="alignment">At least one row, the first of which has exactly <paramref name="columns"/> letters and gaps.</param>
    /// <param name="kind">Which table the letters are read by.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="padding">The class of the columns that a shorter row leaves.</param>
    public static EncodedAlignment Of(Alignment alignment, EntityKind kind, int columns, byte padding)
    {
        var table = ResidueTypes.InAlignment(kind);
        var encoded = new EncodedAlignment(alignment.Depth, columns);
        for (int row = 0; row < encoded.Rows; row++)
        {
            var classes = encoded._classes.AsSpan(row * columns, columns);
            var insertions = encoded._insertions.AsSpan(row * columns, columns);
            int column = 0, inserted = 0;
            foreach (char letter in alignment.Rows[row].Letters)
            {
                int value = table[letter & 127];
                if (value < 0)
                {
                    inserted++;
                    continue;
                }
                if (column == columns) break;
                classes[column] = (byte)value;
                insertions[column++] = (ushort)Math.Min(inserted, ushort.MaxValue);
                inserted = 0;
            }
            classes[column..].Fill(padding);
        }
        return encoded;
    }

    /// <summary>The share of each class in each column over all rows. [column, 32] row-major</summary>
    public float[] Profile()
    {
        var counts = new int[Columns * ResidueTypes.Count];
        for (int row = 0; row < Rows; row++)
        {
            var classes = Classes(row);
            for (int column = 0; column < classes.Length; column++) counts[column * ResidueTypes.Count + classes[column]]++;
        }
        return Array.ConvertAll(counts, count => (float)((double)count / Rows));
    }

    /// <summary>The mean count of insertions before each column over all rows. [column]</summary>
    public float[] MeanInsertions()
    {
        var sums = new long[Columns];
        for (int row = 0; row < Rows; row++)
        {
            var insertions = Insertions(row);
            for (int column = 0; column < insertions.Length; column++) sums[column] += insertions[column];
        }
        return Array.ConvertAll(sums, sum => (float)((double)sum / Rows));
    }
}
