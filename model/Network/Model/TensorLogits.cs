using Foldline.Structures.Predictions;
using static TorchSharp.torch;

namespace Foldline.Network.Model;

/// <summary>Logits that stand in a tensor, read a row at a time; they are gone when the predictor moves on to the next structure.</summary>
public sealed class TensorLogits : ILogitRows, IDisposable
{
    private readonly Tensor _values;

    /// <summary>Takes a tensor over: [row, bin] for an atom head, [row, column, bin] for a pair head.</summary>
    public TensorLogits(Tensor values)
    {
        using var scope = NewDisposeScope();
        _values = (values.dim() == 2 ? values.unsqueeze(1) : values).to(ScalarType.Float32).cpu().contiguous().DetachFromDisposeScope();
        (Rows, Columns, Bins) = ((int)_values.shape[0], (int)_values.shape[1], (int)_values.shape[2]);
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public int Bins { get; }

    /// <inheritdoc/>
    public void CopyRow(int row, Span<float> destination)
    {
        if (_values.IsInvalid)
            throw new ObjectDisposedException(nameof(TensorLogits), "The logits of a structure are gone once the next one is asked for; read them before.");
        using var values = _values[row];
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(values.bytes).CopyTo(destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _values.Dispose();
}
