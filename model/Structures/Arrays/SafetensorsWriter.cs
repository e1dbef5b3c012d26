using System.Buffers;
using System.Text.Json;

namespace Foldline.Structures.Arrays;

/// <summary>
/// Writes safetensors files. A file appears under its name only when complete: it is written beside it, flushed to disk and renamed; a failure leaves nothing.
/// </summary>
public static class SafetensorsWriter
{
    /// <summary>Writes arrays that stand in memory.</summary>
    public static void Write(string path, IReadOnlyList<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(path, [.. arrays.Select(array => new ArrayHeader(array.Name, array.Type, array.Shape))], index => arrays[index].Data, metadata);

    /// <summary>Writes arrays one after the other, so that no more than one needs to stand in memory.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="headers">Names, types and shapes.</param>
    /// <param name="read">The data of the header at an index.</param>
    /// <param name="metadata">Strings for <c>__metadata__</c>.</param>
    public static void Write(
        string path, IReadOnlyList<ArrayHeader> headers, Func<int, ReadOnlyMemory<byte>> read, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Wide elements first keep every array aligned to its element, as the format's own library does.
        int[] order = [.. Enumerable.Range(0, headers.Count).OrderByDescending(index => headers[index].Type.Size())];
        byte[] json = Header(headers, order, metadata);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string partial = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.partial");
        try
        {
            using (var stream = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
            {
                stream.Write(BitConverter.GetBytes((long)json.Length));
                stream.Write(json);
                foreach (int index in order)
                {
                    var data = read(index);
                    if (data.Length != headers[index].Bytes)
                        throw new ArgumentException($"{headers[index].Name}: {data.Length} bytes do not fill the shape {headers[index].ShapeText}.",
                            nameof(read));
                    stream.Write(data.Span);
                }
                stream.Flush(flushToDisk: true);
            }
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private static byte[] Header(IReadOnlyList<ArrayHeader> headers, int[] order, IReadOnlyDictionary<string, string>? metadata)
    {
        if (headers.GroupBy(header => header.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two arrays are named '{twice.Key}'.", nameof(headers));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (int index in order)
            {
                var header = headers[index];
                json.WriteStartObject(header.Name);
                json.WriteString("dtype", header.Type.SafetensorsName());
                json.WriteStartArray("shape");
                foreach (long extent in header.Shape) json.WriteNumberValue(extent);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += header.Bytes);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        int padded = (buffer.WrittenCount + 7) / 8 * 8;
        byte[] result = new byte[padded];
        buffer.WrittenSpan.CopyTo(result);
        result.AsSpan(buffer.WrittenCount).Fill((byte)' ');
        return result;
    }
}
