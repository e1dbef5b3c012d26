using System.Buffers.Binary;
using System.Text;
using Foldline.Structures.Arrays;

namespace Foldline.Network.Weights;

/// <summary>
/// The zip layout of <c>torch.save</c>: <c>ROOT/data.pkl</c> describes the tensors, <c>ROOT/data/KEY</c> are their bytes, stored and not compressed, so that
/// they can be used where they lie. Zip64 included (PKWARE APPNOTE 6.3.10, sections 4.3.7 to 4.3.16).
/// </summary>
internal sealed class TorchZip
{
    private const uint EndRecord = 0x06054b50, End64Record = 0x06064b50, End64Locator = 0x07064b50, CentralEntry = 0x02014b50, LocalEntry = 0x04034b50;
    private const int EndLength = 22, LocatorLength = 20, End64Length = 56, CentralLength = 46, LocalLength = 30;

    private readonly MappedFile _file;
    private readonly Dictionary<string, StateDictionary.Place> _entries = new(StringComparer.Ordinal);

    private TorchZip(MappedFile file) => _file = file;

    public static IReadOnlyList<StoredTensor> Read(MappedFile file)
    {
        var zip = new TorchZip(file);
        zip.ReadDirectory();
        string pickle = zip._entries.Keys.FirstOrDefault(name => name.Split('/') is [_, "data.pkl"])
            ?? throw new PickleFault("the archive has no data.pkl; it is not a checkpoint.");
        string root = pickle[..^"data.pkl".Length];
        if (zip._entries.TryGetValue(root + "byteorder", out var order) && !zip.Bytes(order).SequenceEqual("little"u8))
            throw new PickleFault("its numbers are big-endian, which is not supported.");
        object? content = PickleMachine.Load(zip.Bytes(zip._entries[pickle]), out _);
        return StateDictionary.Tensors(content, storage => zip.Locate(root, storage));
    }

    private StateDictionary.Place Locate(string root, PickleStorage storage)
    {
        if (!_entries.TryGetValue($"{root}data/{storage.Key}", out var place)) throw new PickleFault($"the archive lacks storage '{storage.Key}'.");
        return place;
    }

    private ReadOnlySpan<byte> Bytes(StateDictionary.Place place) =>
        place.Bytes <= int.MaxValue ? _file.Span(place.Offset, (int)place.Bytes) : throw new PickleFault("its index is larger than 2 GB.");

    private void ReadDirectory()
    {
        (long offset, long count) = FindDirectory();
        for (long index = 0; index < count; index++)
        {
            var entry = Span(offset, CentralLength, "the archive's directory is cut off or damaged.");
            if (BinaryPrimitives.ReadUInt32LittleEndian(entry) != CentralEntry) throw new PickleFault("the archive's directory is damaged.");
            int flags = BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]), method = BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]);
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]), extraLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]);
            int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
            string name = Encoding.UTF8.GetString(Span(offset + CentralLength, nameLength, "the archive's directory is cut off."));
            var extra = Span(offset + CentralLength + nameLength, extraLength, "the archive's directory is cut off.");
            long size = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]), packed = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
            long local = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
            Widen(extra, ref size, ref packed, ref local);
            if ((flags & 1) != 0) throw new PickleFault($"the archive's entry '{name}' is encrypted.");
            if (method != 0 || size != packed) throw new PickleFault($"the archive's entry '{name}' is compressed; torch.save stores entries as they are.");
            if (!_entries.TryAdd(name, PlaceOf(name, local, size))) throw new PickleFault($"the archive's entry '{name}' appears twice.");
            offset += CentralLength + nameLength + extraLength + commentLength;
        }
    }

    private StateDictionary.Place PlaceOf(string name, long local, long size)
    {
        string fault = $"the archive's entry '{name}' lies outside the file; the file is cut off or damaged.";
        var header = Span(local, LocalLength, fault);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalEntry)
            throw new PickleFault($"the archive's entry '{name}' does not start where its directory says.");
        long start = local + LocalLength + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (size < 0 || start > _file.Length - size) throw new PickleFault(fault);
        return new StateDictionary.Place(start, size);
    }

    private (long Offset, long Count) FindDirectory()
    {
        const string cut = "the directory at the end of the archive is missing; the file is cut off.";
        long lowest = Math.Max(0, _file.Length - EndLength - ushort.MaxValue);
        for (long at = _file.Length - EndLength; at >= lowest; at--)
        {
            var end = _file.Span(at, EndLength);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndRecord) continue;
            long count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            if (count != ushort.MaxValue && offset != uint.MaxValue) return (offset, count);
            var locator = Span(at - LocatorLength, LocatorLength, cut);
            if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != End64Locator) return (offset, count);
            var end64 = Span(BinaryPrimitives.ReadInt64LittleEndian(locator[8..]), End64Length, cut);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end64) != End64Record) throw new PickleFault("the archive's directory is damaged.");
            return (BinaryPrimitives.ReadInt64LittleEndian(end64[48..]), BinaryPrimitives.ReadInt64LittleEndian(end64[32..]));
        }
        throw new PickleFault(cut);
    }

    // Zip64: fields too large for 32 bits follow in this order in the extra field 1, only those that are needed.
    private static void Widen(ReadOnlySpan<byte> extra, ref long size, ref long packed, ref long local)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra), length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4) return;
            if (id == 1)
            {
                var fields = extra.Slice(4, length);
                Next(ref fields, ref size);
                Next(ref fields, ref packed);
                Next(ref fields, ref local);
                return;
            }
            extra = extra[(4 + length)..];
        }

        static void Next(ref ReadOnlySpan<byte> fields, ref long value)
        {
            if (value != uint.MaxValue || fields.Length < 8) return;
            value = BinaryPrimitives.ReadInt64LittleEndian(fields);
            fields = fields[8..];
        }
    }

    private ReadOnlySpan<byte> Span(long offset, int length, string fault) =>
        offset >= 0 && offset <= _file.Length - length ? _file.Span(offset, length) : throw new PickleFault(fault);
}
