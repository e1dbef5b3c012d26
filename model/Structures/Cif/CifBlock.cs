using Foldline.Sequences;

namespace Foldline.Structures.Cif;

/// <summary>A data block (<c>data_NAME</c>) or save frame of a CIF file.</summary>
/// <param name="name">The name without <c>data_</c> or <c>save_</c>.</param>
public sealed class CifBlock(string name)
{
    private readonly List<CifCategory> _categories = [];
    private readonly Dictionary<string, CifCategory> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<CifBlock> _frames = [];

    /// <summary>The block's name.</summary>
    public string Name { get; } = name.AsSpan().IndexOfAny(" \t\r\n") < 0 ? name : throw new ArgumentException($"\"{name}\" holds a blank.", nameof(name));

    /// <summary>The categories in file order.</summary>
    public IReadOnlyList<CifCategory> Categories => _categories;

    /// <summary>The save frames of the block (dictionaries have them, structures do not).</summary>
    public IReadOnlyList<CifBlock> Frames => _frames;

    /// <summary>Where the block was read from ("file, line n"), for messages.</summary>
    public string Origin { get; internal init; } = "";

    /// <summary>The category of that name (compared without case), or <c>null</c>.</summary>
    public CifCategory? Find(string category) => _byName.GetValueOrDefault(category);

    /// <summary>A category the caller cannot do without.</summary>
    /// <exception cref="InputException">The block lacks it.</exception>
    public CifCategory Require(string category) => Find(category)
        ?? throw new InputException(
            $"{(Origin.Length == 0 ? "" : Origin + ": ")}data block {Name} has no _{category} records; the file is not a complete mmCIF file.");

    /// <summary>The first value of an item, or <c>null</c> where the item is absent, <c>?</c> or <c>.</c>.</summary>
    public string? Text(string category, string column) => Find(category) is { Rows: > 0 } found ? found[0, column].TextOrNull : null;

    /// <summary>Appends a category.</summary>
    /// <exception cref="ArgumentException">The block has one of that name.</exception>
    public CifCategory Add(CifCategory category)
    {
        if (!_byName.TryAdd(category.Name, category)) throw new ArgumentException($"data_{Name} has a second category {category.Name}.", nameof(category));
        _categories.Add(category);
        return category;
    }

    internal void AddFrame(CifBlock frame) => _frames.Add(frame);
}
