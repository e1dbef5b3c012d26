using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Inputs;

/// <summary>
/// A feature with one class per entry, as the network meets it: class indices (compact), or the one-hot form they stand for. Projecting either gives the same;
/// the compact one reads rows of the weight and never lays the one-hot tensor out. An index outside the classes stands for "none": a row of zeros.
/// </summary>
public sealed class Categorical
{
    private readonly Tensor _values;
    private readonly int _positions;
    private readonly bool _dense;

    /// <summary>Class indices, [...]; the tensor stays the caller's.</summary>
    public Categorical(Tensor indices, int classes) : this(indices, classes, 1, dense: false) { }

    private Categorical(Tensor values, int classes, int positions, bool dense) => (_values, Classes, _positions, _dense) = (values, classes, positions, dense);

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>
    /// Reads a tensor in either form: with <paramref name="rank"/> axes (and one more of <paramref name="positions"/> entries, if above 1) it holds indices,
    /// with yet another axis of <paramref name="classes"/> entries it is one-hot.
    /// </summary>
    public static Categorical From(Tensor values, int rank, int classes, int positions = 1, string? name = null)
    {
        int indexRank = rank + (positions > 1 ? 1 : 0);
        bool dense = values.dim() == indexRank + 1 && values.shape[^1] == classes;
        if (!dense && values.dim() != indexRank)
            throw new ArgumentException(
                $"{name ?? "The feature"} has shape [{string.Join(",", values.shape)}], neither indices nor one-hot over {classes} classes.");
        return new Categorical(values, classes, positions, dense);
    }

    /// <summary>The product of the one-hot form with a weight.</summary>
    public Tensor Project(Tensor weight)                                       // [c,positions*classes] -> [...,c]
    {
        using var scope = NewDisposeScope();
        if (_dense)
        {
            var flat = _positions > 1 ? _values.flatten(_values.dim() - 2) : _values;
            return nn.functional.linear(flat.to(weight.dtype), weight).MoveToOuterDisposeScope();
        }
        var table = weight.transpose(0, 1);
        if (_positions == 1) return Rows(table, _values).MoveToOuterDisposeScope();
        Tensor? sum = null;
        for (int position = 0; position < _positions; position++)
        {
            var rows = Rows(table.narrow(0, position * Classes, Classes), _values.select(_values.dim() - 1, position));
            sum = sum is null ? rows : sum + rows;
        }
        return sum!.MoveToOuterDisposeScope();
    }

    /// <summary>The one-hot form.</summary>
    public Tensor Dense(ScalarType dtype)                                      // [...,positions*classes]
    {
        using var scope = NewDisposeScope();
        using (no_grad()) return Project(eye((long)_positions * Classes, dtype: dtype, device: _values.device)).MoveToOuterDisposeScope();
    }

    private Tensor Rows(Tensor table, Tensor indices)                          // [classes,c], [...] -> [...,c]
    {
        var padded = cat([table, table.new_zeros(1, table.shape[1])]);
        var known = indices.to(ScalarType.Int64).flatten();
        var safe = known.masked_fill(known.lt(0) | known.ge(Classes), Classes);
        return padded.index_select(0, safe).view([.. indices.shape, table.shape[1]]);
    }
}
