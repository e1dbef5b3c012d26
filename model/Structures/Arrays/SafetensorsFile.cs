using Foldline.Sequences;

namespace Foldline.Structures.Arrays;

/// <summary>A safetensors file, memory-mapped and checked when opened: names, shapes and metadata at once, data only when touched.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MappedFile _file;
    private readonly Dictionary<string, SafetensorsHeader.Entry> _entries;

    private SafetensorsFile(MappedFile file, SafetensorsHeader.Content content)
    {
        _file = file;
        _entries = content.Entries.ToDictionary(entry => entry.Header.Name, StringComparer.Ordinal);
        Arrays = [.. content.Entries.Select(entry => entry.Header)];
        Metadata = content.Metadata;
    }

    /// <summary>Opens and checks a file; whatever is wrong with it is an <see cref="InputException"/> that names the file and the tensor.</summary>
    public static SafetensorsFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            return new SafetensorsFile(file, SafetensorsHeader.Parse(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The path as given.</summary>
    public string Path => _file.Path;

    /// <summary>The arrays in header order.</summary>
    public IReadOnlyList<ArrayHeader> Arrays { get; }

    /// <summary>The strings under <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The mapped file behind the arrays.</summary>
    public MappedFile File => _file;

    /// <summary>Whether the file holds an array of that name.</summary>
    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>Where the data of an array starts in the file, in bytes.</summary>
    public long OffsetOf(string name) => Find(name).Offset;

    /// <summary>An array over the mapped bytes, valid until this file is disposed.</summary>
    public NamedArray Read(string name)
    {
        var entry = Find(name);
        if (entry.Header.Bytes > int.MaxValue) throw new InputException($"{Path}: tensor '{name}' is larger than 2 GB and cannot be read as one array.");
        return new NamedArray(name, entry.Header.Type, entry.Header.Shape, _file.Memory(entry.Offset, (int)entry.Header.Bytes));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private SafetensorsHeader.Entry Find(string name) =>
        _entries.TryGetValue(name, out var entry) ? entry : throw new InputException($"{Path}: no tensor is named '{name}'.");
}
