using System.IO.Compression;
using System.Text.Json;
using Foldline.Structures.Arrays;

namespace Foldline.Training.Tests.Data;

/// <summary>Reads the reference's packed files.</summary>
internal static class GzipFiles
{
    public static JsonElement Json(string path)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return JsonDocument.Parse(stream).RootElement;
    }

    public static Dictionary<string, NamedArray> Arrays(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal)) return Copy(path);
        var plain = Path.Combine(AppContext.BaseDirectory, Guid.NewGuid().ToString("N"));
        try
        {
            using (var target = File.Create(plain))
            using (var source = new GZipStream(File.OpenRead(path), CompressionMode.Decompress)) source.CopyTo(target);
            return Copy(plain);
        }
        finally
        {
            File.Delete(plain);
        }
    }

    public static int[] Integers(this NamedArray array) => array.Type switch
    {
        ElementType.Int8 => Array.ConvertAll(array.Values<sbyte>().ToArray(), value => (int)value),
        ElementType.Int32 => array.Values<int>().ToArray(),
        _ => Array.ConvertAll(array.Values<long>().ToArray(), value => (int)value),
    };

    private static Dictionary<string, NamedArray> Copy(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Arrays.Select(header => file.Read(header.Name)).ToDictionary(array => array.Name, array => array with { Data = array.Data.ToArray() });
    }
}
