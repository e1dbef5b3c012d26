using System.Buffers.Binary;
using System.Numerics;
using Foldline.Structures.Arrays;

namespace Foldline.Network.Weights;

/// <summary>
/// The layout of <c>torch.save</c> before PyTorch 1.6: pickles of a magic number, a version, facts about the machine, the content and the storage keys, one
/// after the other; then each storage as its element count and its bytes.
/// </summary>
internal static class TorchLegacy
{
    private const int ProtocolVersion = 1001;
    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356");

    public static IReadOnlyList<StoredTensor> Read(MappedFile file)
    {
        long position = 0;
        if (Next(file, ref position) is not BigInteger magic || magic != Magic) throw new PickleFault("it is a pickle, but not one that torch.save wrote.");
        if (Next(file, ref position) is not (long)ProtocolVersion) throw new PickleFault("its version of the legacy layout is unknown.");
        if (Next(file, ref position) is not PickleDictionary machine || machine["little_endian"] is not true)
            throw new PickleFault("its numbers are big-endian, which is not supported.");
        object? content = Next(file, ref position);
        if (Next(file, ref position) is not List<object?> keys) throw new PickleFault("the list of storages is missing.");

        // A storage does not say how wide its elements are; the tensors that use it do. So sizes are known only along the way through the references.
        var types = new Dictionary<string, ElementType>(StringComparer.Ordinal);
        Collect(content, types, []);
        var places = Places(file, position, keys, types);
        return StateDictionary.Tensors(content, storage => places.TryGetValue(storage.Key, out var place)
            ? place
            : throw new PickleFault($"storage '{storage.Key}' is missing."));
    }

    private static Dictionary<string, StateDictionary.Place> Places(MappedFile file, long position, List<object?> keys, Dictionary<string, ElementType> types)
    {
        var places = new Dictionary<string, StateDictionary.Place>(StringComparer.Ordinal);
        foreach (object? key in keys)
        {
            if (key is not string name || !types.TryGetValue(name, out var type)) throw new PickleFault($"storage '{key}' is listed, but no tensor uses it.");
            if (position > file.Length - 8) throw new PickleFault($"storage '{name}' is missing; the file is cut off.");
            long elements = BinaryPrimitives.ReadInt64LittleEndian(file.Span(position, 8));
            position += 8;
            if (elements < 0 || elements > (file.Length - position) / type.Size())
                throw new PickleFault($"storage '{name}' is longer than the file; the file is cut off.");
            places[name] = new StateDictionary.Place(position, elements * type.Size());
            position += elements * type.Size();
        }
        return places;
    }

    private static void Collect(object? root, Dictionary<string, ElementType> types, HashSet<object> seen)
    {
        var open = new Stack<object?>([root]);
        while (open.TryPop(out object? value))
        {
            if (value is PickleTensor tensor) types[tensor.Storage.Key] = tensor.Storage.Type;
            else if (value is PickleStorage storage) types[storage.Key] = storage.Type;
            if (value is not (PickleDictionary or PickleTuple or List<object?>) || !seen.Add(new Identity(value))) continue;
            var children = value switch
            {
                PickleDictionary dictionary => dictionary.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }),
                PickleTuple tuple => tuple.Items,
                _ => (List<object?>)value,
            };
            foreach (object? child in children) open.Push(child);
        }
    }

    private static object? Next(MappedFile file, ref long position)
    {
        int length = (int)Math.Min(int.MaxValue, file.Length - position);
        object? value = PickleMachine.Load(file.Span(position, length), out int used);
        position += used;
        return value;
    }

    private sealed record Identity(object Value)
    {
        public bool Equals(Identity? other) => other is not null && ReferenceEquals(Value, other.Value);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Value);
    }
}
