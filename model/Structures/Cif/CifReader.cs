using System.IO.Compression;
using System.Text;
using Foldline.Sequences;

namespace Foldline.Structures.Cif;

/// <summary>
/// Reads CIF 1.1 files block by block: a file of 45,000 components never stands in memory as a whole. Faults are <see cref="InputException"/>s that name the
/// file and the line.
/// </summary>
public static class CifReader
{
    /// <summary>The blocks of a file, plain or gzip (told by content, not by name), each read when it is asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keep">Which blocks to keep by name; the others are checked for syntax and passed over. <c>null</c> keeps all.</param>
    public static IEnumerable<CifBlock> ReadFile(string path, Func<string, bool>? keep = null)
    {
        using var stream = Open(path);
        foreach (var block in Read(stream, Path.GetFileName(path), keep)) yield return block;
    }

    /// <summary>The blocks of a stream, plain or gzip.</summary>
    public static IEnumerable<CifBlock> Read(Stream stream, string source, Func<string, bool>? keep = null)
    {
        using var buffered = new BufferedStream(stream, 1 << 16);
        using var plain = Unpacked(buffered);
        using var reader = new StreamReader(plain, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16);
        foreach (var block in Read(reader, source, keep)) yield return block;
    }

    /// <summary>The blocks of a text.</summary>
    /// <param name="reader">CIF text.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="keep">Which blocks to keep by name; <c>null</c> keeps all.</param>
    public static IEnumerable<CifBlock> Read(TextReader reader, string source, Func<string, bool>? keep = null)
    {
        var tokens = new CifTokenizer(reader, source);
        tokens.Next();
        while (tokens.Kind != CifTokenKind.End)
        {
            if (tokens.Kind != CifTokenKind.Data) throw tokens.Fault($"expected data_NAME, found {Describe(tokens)}; is this a CIF file?");
            var block = new CifBlock(tokens.Value.Text) { Origin = $"{source}, line {tokens.Line}" };
            bool kept = keep is null || keep(block.Name);
            tokens.Next();
            ReadContent(tokens, block, source, kept, inFrame: false);
            if (kept) yield return block;
        }
    }

    /// <summary>The only block of a file that must have exactly one or whose first is meant.</summary>
    /// <exception cref="InputException">The file has no block.</exception>
    public static CifBlock ReadFirst(string path) =>
        ReadFile(path).FirstOrDefault() ?? throw new InputException($"{Path.GetFileName(path)} has no data block; is this a CIF file?");

    private static void ReadContent(CifTokenizer tokens, CifBlock block, string source, bool keep, bool inFrame)
    {
        while (true)
        {
            switch (tokens.Kind)
            {
                case CifTokenKind.Tag:
                    ReadPair(tokens, block, source, keep);
                    break;
                case CifTokenKind.Loop:
                    ReadLoop(tokens, block, source, keep);
                    break;
                case CifTokenKind.Save when !inFrame && tokens.Value.Text.Length > 0:
                    var frame = new CifBlock(tokens.Value.Text) { Origin = $"{source}, line {tokens.Line}" };
                    tokens.Next();
                    ReadContent(tokens, frame, source, keep, inFrame: true);
                    if (keep) block.AddFrame(frame);
                    break;
                case CifTokenKind.Save when inFrame && tokens.Value.Text.Length == 0:
                    tokens.Next();
                    return;
                case CifTokenKind.Data or CifTokenKind.End when !inFrame:
                    return;
                case CifTokenKind.Value:
                    throw tokens.Fault($"{Describe(tokens)} belongs to no item.");
                default:
                    throw tokens.Fault($"found {Describe(tokens)} {(inFrame ? "inside the save frame " + block.Name : "outside a save frame")}.");
            }
        }
    }

    private static void ReadPair(CifTokenizer tokens, CifBlock block, string source, bool keep)
    {
        var tag = tokens.Value.Text;
        var (name, item) = Split(tag);
        var category = block.Find(name) ?? block.Add(new CifCategory(name) { Origin = $"{source}, line {tokens.Line}" });
        if (category.Rows > 1 || !category.TryAddColumn(item)) throw tokens.Fault($"_{tag} is given a second time in data block {block.Name}.");
        if (tokens.Next() != CifTokenKind.Value) throw tokens.Fault($"_{tag} has no value; found {Describe(tokens)} instead.");
        if (keep) category.AddCell(tokens.Value);
        tokens.Next();
    }

    private static void ReadLoop(CifTokenizer tokens, CifBlock block, string source, bool keep)
    {
        int line = tokens.Line;
        CifCategory? category = null;
        while (tokens.Next() == CifTokenKind.Tag)
        {
            var (name, item) = Split(tokens.Value.Text);
            if (category is null)
            {
                category = new CifCategory(name) { Origin = $"{source}, line {line}" };
                if (block.Find(name) is not null) throw tokens.Fault($"the category _{name} is given a second time in data block {block.Name}.");
                block.Add(category);
            }
            if (!category.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                throw tokens.Fault($"the loop mixes the categories _{category.Name} and _{name}.");
            if (!category.TryAddColumn(item)) throw tokens.Fault($"_{tokens.Value.Text} stands twice in the loop.");
        }
        if (category is null) throw tokens.Fault("loop_ is followed by no item name.");
        long cells = 0;
        for (; tokens.Kind == CifTokenKind.Value; tokens.Next(), cells++)
            if (keep) category.AddCell(tokens.Value);
        if (cells % category.Columns.Count != 0)
            throw tokens.Fault($"the loop of _{category.Name} that begins on line {line} has {category.Columns.Count} items and {cells} values: "
                + "its last row is incomplete.");
        category.Trim();
    }

    private static (string Category, string Item) Split(string tag)
    {
        int dot = tag.IndexOf('.');
        return dot < 0 ? ("", tag) : (tag[..dot], tag[(dot + 1)..]);
    }

    private static string Describe(CifTokenizer tokens) => tokens.Kind switch
    {
        CifTokenKind.End => "the end of the file",
        CifTokenKind.Loop => "loop_",
        CifTokenKind.Tag => "_" + Short(tokens.Value.Text),
        CifTokenKind.Data => "data_" + Short(tokens.Value.Text),
        CifTokenKind.Save => "save_" + Short(tokens.Value.Text),
        _ => $"the value \"{Short(tokens.Value.Text)}\"",
    };

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static Stream Unpacked(BufferedStream stream)
    {
        var magic = new byte[2];
        int read = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        var whole = new PrefixedStream(magic.AsMemory(0, read), stream);
        return read == 2 && magic[0] == 0x1f && magic[1] == 0x8b ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }
}
