using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Foldline.Structures.Arrays;

namespace Foldline.Network.Tests.Weights;

/// <summary>Writes small checkpoints in the zip layout, so that tests need no Python.</summary>
internal static class PickledCheckpoint
{
    public static void Write(string path, IReadOnlyList<NamedArray> arrays, string? key = "model", string prefix = "",
        CompressionLevel level = CompressionLevel.NoCompression)
    {
        var pickle = new MemoryStream();
        void Put(ReadOnlySpan<byte> bytes) => pickle.Write(bytes);
        void Text(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            pickle.WriteByte((byte)'X');
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            Put(length);
            Put(bytes);
        }
        void Number(long number)
        {
            pickle.WriteByte((byte)'J');
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)number);
            Put(bytes);
        }
        void Tuple(IReadOnlyList<long> numbers)
        {
            Put("("u8);
            foreach (long number in numbers) Number(number);
            Put("t"u8);
        }

        Put([0x80, 2]);
        if (key is not null)
        {
            Put("}"u8);
            Text(key);
        }
        Put("ccollections\nOrderedDict\n)R("u8);
        for (int index = 0; index < arrays.Count; index++)
        {
            var array = arrays[index];
            Text(prefix + array.Name);
            Put("ctorch._utils\n_rebuild_tensor_v2\n(("u8);
            Text("storage");
            Put(Encoding.ASCII.GetBytes($"ctorch\n{StorageName(array.Type)}\n"));
            Text(index.ToString());
            Text("cpu");
            Number(array.Count);
            Put("tQ"u8);
            Number(0);
            Tuple(array.Shape);
            Tuple(Foldline.Network.Weights.StoredTensor.RowMajor(array.Shape));
            Put([0x89]);
            Put("ccollections\nOrderedDict\n)RtR"u8);
        }
        Put("u"u8);
        if (key is not null) Put("s"u8);
        Put("."u8);

        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Add(zip, "archive/data.pkl", pickle.ToArray(), level);
        for (int index = 0; index < arrays.Count; index++) Add(zip, $"archive/data/{index}", arrays[index].Data.ToArray(), level);
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes, CompressionLevel level)
    {
        using var stream = zip.CreateEntry(name, level).Open();
        stream.Write(bytes);
    }

    private static string StorageName(ElementType type) => type switch
    {
        ElementType.Bool => "BoolStorage",
        ElementType.UInt8 => "ByteStorage",
        ElementType.Int8 => "CharStorage",
        ElementType.Int16 => "ShortStorage",
        ElementType.Int32 => "IntStorage",
        ElementType.Int64 => "LongStorage",
        ElementType.Float16 => "HalfStorage",
        ElementType.BFloat16 => "BFloat16Storage",
        ElementType.Float64 => "DoubleStorage",
        _ => "FloatStorage",
    };
}
