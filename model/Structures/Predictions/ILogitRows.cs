namespace Foldline.Structures.Predictions;

/// <summary>
/// Binned logits read one row at a time, so that an N×N×64 block (2.4 GB at 3,072 tokens) need not stand as an array. A row is all that belongs to one token
/// (pair heads: N×bins) or to one atom (atom heads: bins).
/// </summary>
public interface ILogitRows
{
    /// <summary>The number of rows.</summary>
    int Rows { get; }

    /// <summary>The number of bin vectors in a row: tokens for a pair head, 1 for an atom head.</summary>
    int Columns { get; }

    /// <summary>The number of bins.</summary>
    int Bins { get; }

    /// <summary>Copies row <paramref name="row"/> into <paramref name="destination"/> ([column, bin] row-major, <see cref="Columns"/> × <see cref="Bins"/> values).</summary>
    void CopyRow(int row, Span<float> destination);
}
