using Foldline.Structures.Arrays;

namespace Foldline.Network.Weights;

/// <summary>Finds the weights in what a checkpoint's pickle holds, and places each tensor in the file.</summary>
internal static class StateDictionary
{
    private const string DistributedPrefix = "module.";

    /// <summary>Where the bytes of a storage lie.</summary>
    public readonly record struct Place(long Offset, long Bytes);

    /// <summary>The tensors, in file order, without the prefix that distributed training puts before their names.</summary>
    public static IReadOnlyList<StoredTensor> Tensors(object? root, Func<PickleStorage, Place> locate)
    {
        if (root is not PickleDictionary top) throw new PickleFault("it does not hold a dictionary.");
        var named = Named(top["model"] as PickleDictionary ?? top);
        if (named.Count == 0) throw new PickleFault("it holds no tensors, neither at the top nor under the key 'model'.");
        bool distributed = named.All(entry => entry.Name.StartsWith(DistributedPrefix, StringComparison.Ordinal));
        var tensors = named.Select(entry => Stored(distributed ? entry.Name[DistributedPrefix.Length..] : entry.Name, entry.Tensor, locate)).ToList();
        if (tensors.GroupBy(tensor => tensor.Header.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new PickleFault($"tensor '{twice.Key}' appears twice.");
        return tensors;
    }

    private static List<(string Name, PickleTensor Tensor)> Named(PickleDictionary dictionary) =>
    [
        .. from entry in dictionary.Entries
           where entry.Key is string && entry.Value is PickleTensor
           select ((string)entry.Key!, (PickleTensor)entry.Value!),
    ];

    private static StoredTensor Stored(string name, PickleTensor tensor, Func<PickleStorage, Place> locate)
    {
        var storage = tensor.Storage;
        if (tensor.Shape.Length != tensor.Strides.Length)
            throw new PickleFault($"tensor '{name}': {tensor.Shape.Length} extents but {tensor.Strides.Length} strides.");
        try
        {
            checked
            {
                var header = new ArrayHeader(name, storage.Type, tensor.Shape);
                var place = locate(storage);
                long elements = place.Bytes / storage.Type.Size(), first = storage.First + tensor.First;
                var stored = new StoredTensor(header, tensor.Strides, place.Offset + first * storage.Type.Size());
                long last = first;
                for (int axis = 0; axis < tensor.Shape.Length; axis++) last += (Math.Max(1, tensor.Shape[axis]) - 1) * tensor.Strides[axis];
                if (storage.First < 0 || (header.Count > 0 && last >= Math.Min(elements, storage.Elements)))
                {
                    long length = Math.Min(elements, storage.Elements);
                    throw new PickleFault($"tensor '{name}' reaches to element {last} of storage '{storage.Key}', which has {length}.");
                }

                if (header.Count == 0) return new StoredTensor(header, tensor.Strides, place.Offset);
                _ = header.Bytes;
                return stored;
            }
        }
        catch (OverflowException)
        {
            throw new PickleFault($"tensor '{name}': the shape [{string.Join(",", tensor.Shape)}] is impossible.");
        }
    }
}
