using System.Globalization;
using Foldline.Sequences;

namespace Foldline.Structures.Cif;

/// <summary>A table of a CIF block: <c>_atom_site.*</c> is the category <c>atom_site</c>. Items given outside a loop make a table of one row.</summary>
/// <param name="name">The part of the tag between <c>_</c> and the dot; empty for tags without a dot.</param>
public sealed class CifCategory(string name)
{
    private readonly List<string> _columns = [];
    private readonly Dictionary<string, int> _columnOf = new(StringComparer.OrdinalIgnoreCase);
    private List<CifValue> _cells = [];

    /// <summary>A table with columns and no rows yet.</summary>
    public CifCategory(string name, params IEnumerable<string> columns) : this(name)
    {
        foreach (var column in columns)
            if (!TryAddColumn(column)) throw new ArgumentException($"{name}.{column} is given twice.", nameof(columns));
    }

    /// <summary>The category's name, without underscore and dot.</summary>
    public string Name => name;

    /// <summary>The item names in file order.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>The number of complete rows.</summary>
    public int Rows => _columns.Count == 0 ? 0 : _cells.Count / _columns.Count;

    /// <summary>Where the category was read from ("file, line n"), for messages; empty for one made in memory.</summary>
    public string Origin { get; internal init; } = "";

    /// <summary>The value in a row and column.</summary>
    public CifValue this[int row, int column] => _cells[checked(row * _columns.Count + column)];

    /// <summary>The value of a named item, <see cref="CifValue.Unknown"/> where the file has no such column.</summary>
    public CifValue this[int row, string column] => Column(column) is var index and >= 0 ? this[row, index] : CifValue.Unknown;

    /// <summary>The index of an item (names are compared without case), or -1.</summary>
    public int Column(string column) => _columnOf.GetValueOrDefault(column, -1);

    /// <summary>The index of an item the caller cannot do without.</summary>
    /// <exception cref="InputException">The category lacks it.</exception>
    public int RequireColumn(string column) => Column(column) is var index and >= 0
        ? index
        : throw new InputException($"{Where}_{name}.{column} is missing; the file is not a complete mmCIF file.");

    /// <summary>A value as a whole number.</summary>
    /// <exception cref="InputException">It is not one.</exception>
    public int Integer(int row, int column) => int.TryParse(this[row, column].Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw Bad(row, column, "a whole number");

    /// <summary>A value as a single; a standard uncertainty in parentheses is dropped.</summary>
    /// <exception cref="InputException">It is not a finite number.</exception>
    public float Number(int row, int column)
    {
        var text = this[row, column].Text.AsSpan();
        if (text.EndsWith(")") && text.IndexOf('(') is var open and > 0) text = text[..open];
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
            ? number
            : throw Bad(row, column, "a number");
    }

    /// <summary>Appends a row.</summary>
    /// <exception cref="ArgumentException">The count of values differs from the count of columns.</exception>
    public void Add(params ReadOnlySpan<CifValue> row)
    {
        if (row.Length != _columns.Count) throw new ArgumentException($"{name} has {_columns.Count} columns, the row {row.Length} values.", nameof(row));
        _cells.AddRange(row);
    }

    internal bool TryAddColumn(string column)
    {
        if (!_columnOf.TryAdd(column, _columns.Count)) return false;
        _columns.Add(column);
        return true;
    }

    internal void AddCell(CifValue value) => _cells.Add(value);

    internal int Cells => _cells.Count;

    internal void Trim() => _cells.TrimExcess();

    private string Where => Origin.Length == 0 ? "" : Origin + ": ";

    private InputException Bad(int row, int column, string wanted) =>
        new($"{Where}_{name}.{_columns[column]} in row {row + 1} is \"{this[row, column].Text}\", not {wanted}.");
}
