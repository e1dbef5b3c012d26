using System.Text;
using System.Text.Json;
using Foldline.Sequences;

namespace Foldline.Structures.Arrays;

/// <summary>Parses and checks the JSON header of a safetensors file, so that what follows can trust every offset.</summary>
internal static class SafetensorsHeader
{
    /// <summary>The bound the format's own library sets; also keeps a damaged length from becoming an allocation.</summary>
    public const long LongestHeader = 100_000_000;

    private const int LengthField = 8;

    public sealed record Entry(ArrayHeader Header, long Offset);

    public sealed record Content(IReadOnlyList<Entry> Entries, IReadOnlyDictionary<string, string> Metadata);

    public static Content Parse(MappedFile file)
    {
        if (file.Length < LengthField) throw Fault(file, $"{file.Length} bytes are too few for a safetensors header; the file is empty or cut off.");
        ulong length = BitConverter.ToUInt64(file.Span(0, LengthField));
        if (length > LongestHeader || (long)length > file.Length - LengthField)
            throw Fault(file, $"the header says it is {length} bytes long, but {file.Length - LengthField} follow; the file is cut off or not safetensors.");
        try
        {
            var content = Read(file, file.Span(LengthField, (int)length), LengthField + (long)length);
            CheckLayout(file, content.Entries, LengthField + (long)length);
            return content;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new InputException($"{file.Path}: the safetensors header is not valid JSON ({fault.Message}).", fault);
        }
    }

    private static Content Read(MappedFile file, ReadOnlySpan<byte> json, long dataStart)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        var entries = new List<Entry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw Fault(file, "the safetensors header is not a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name)) throw Fault(file, $"tensor '{name}' appears twice in the header.");
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw Fault(file, $"the header entry '{name}' is not an object.");
            if (name == "__metadata__") ReadMetadata(file, ref reader, metadata);
            else entries.Add(ReadEntry(file, ref reader, name, dataStart));
        }
        while (reader.Read()) { }                                                  // anything but white space after the object throws
        return new Content(entries, metadata);
    }

    private static void ReadMetadata(MappedFile file, ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Fault(file, $"the metadata value '{key}' is not a string.");
            if (!metadata.TryAdd(key, reader.GetString()!)) throw Fault(file, $"the metadata key '{key}' appears twice.");
        }
    }

    private static Entry ReadEntry(MappedFile file, ref Utf8JsonReader reader, string name, long dataStart)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = reader.GetString()!;
            reader.Read();
            switch (field)
            {
                case "dtype": type = reader.GetString(); break;
                case "shape": shape = ReadExtents(file, ref reader, name, field); break;
                case "data_offsets": offsets = ReadExtents(file, ref reader, name, field); break;
                default: throw Fault(file, $"tensor '{name}': the header field '{field}' is unknown.");
            }
        }
        if (type is null || shape is null || offsets is null) throw Fault(file, $"tensor '{name}': the header lacks dtype, shape or data_offsets.");
        if (ElementTypes.FromSafetensorsName(type) is not { } element) throw Fault(file, $"tensor '{name}': the element type {type} is not supported.");
        long available = file.Length - dataStart;
        if (offsets.Count != 2 || offsets[0] > offsets[1] || offsets[1] > available)
        {
            string place = string.Join("..", offsets);
            throw Fault(file, $"tensor '{name}': its data is said to lie at {place}, but the file holds {available} data bytes; it is cut off or damaged.");
        }

        var header = new ArrayHeader(name, element, shape);
        long bytes = SizeOrFault(file, header);
        if (bytes != offsets[1] - offsets[0])
            throw Fault(file, $"tensor '{name}': {type}{header.ShapeText} takes {bytes} bytes, but {offsets[1] - offsets[0]} are given.");
        return new Entry(header, dataStart + offsets[0]);
    }

    private static List<long> ReadExtents(MappedFile file, ref Utf8JsonReader reader, string name, string field)
    {
        var extents = new List<long>();
        if (reader.TokenType != JsonTokenType.StartArray) throw Fault(file, $"tensor '{name}': {field} is not a list.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long extent) || extent < 0)
                throw Fault(file, $"tensor '{name}': {field} holds something other than whole numbers from 0.");
            extents.Add(extent);
        }
        return extents;
    }

    private static long SizeOrFault(MappedFile file, ArrayHeader header)
    {
        try
        {
            return header.Bytes;
        }
        catch (OverflowException)
        {
            throw Fault(file, $"tensor '{header.Name}': the shape {header.ShapeText} is impossible.");
        }
    }

    // The format demands that the tensors fill the data part without holes or overlaps; this is also what makes a cut-off file visible.
    private static void CheckLayout(MappedFile file, IReadOnlyList<Entry> entries, long dataStart)
    {
        long end = dataStart;
        foreach (var entry in entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Header.Bytes))
        {
            if (entry.Offset < end) throw Fault(file, $"tensor '{entry.Header.Name}' overlaps another tensor.");
            if (entry.Offset > end) throw Fault(file, $"{entry.Offset - end} bytes before tensor '{entry.Header.Name}' belong to nothing.");
            end = entry.Offset + entry.Header.Bytes;
        }
        if (end != file.Length) throw Fault(file, $"{file.Length - end} bytes after the last tensor belong to nothing.");
    }

    private static InputException Fault(MappedFile file, string what) => new($"{file.Path}: {what}");
}
