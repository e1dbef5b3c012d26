namespace Foldline.Structures.Predictions;

/// <summary>Logits that do stand as an array: small complexes, atom heads and tests.</summary>
/// <param name="values">[row, column, bin] row-major.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="columns">The number of bin vectors in a row.</param>
/// <param name="bins">The number of bins.</param>
public sealed class LogitArray(float[] values, int rows, int columns, int bins) : ILogitRows
{
    /// <inheritdoc/>
    public int Rows => rows;

    /// <inheritdoc/>
    public int Columns => columns;

    /// <inheritdoc/>
    public int Bins => bins;

    /// <inheritdoc/>
    public void CopyRow(int row, Span<float> destination)
    {
        int length = columns * bins;
        values.AsSpan(checked(row * length), length).CopyTo(destination);
    }
}
