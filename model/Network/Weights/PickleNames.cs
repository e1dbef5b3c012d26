using System.Collections.Frozen;
using Foldline.Structures.Arrays;

namespace Foldline.Network.Weights;

/// <summary>
/// The only names a weights file may refer to, and what each means here. Nothing is ever looked up in a runtime or executed: a name outside the list ends the
/// reading.
/// </summary>
internal static class PickleNames
{
    private static readonly FrozenDictionary<string, ElementType> Storages = new Dictionary<string, ElementType>
    {
        ["DoubleStorage"] = ElementType.Float64,
        ["FloatStorage"] = ElementType.Float32,
        ["HalfStorage"] = ElementType.Float16,
        ["BFloat16Storage"] = ElementType.BFloat16,
        ["LongStorage"] = ElementType.Int64,
        ["IntStorage"] = ElementType.Int32,
        ["ShortStorage"] = ElementType.Int16,
        ["CharStorage"] = ElementType.Int8,
        ["ByteStorage"] = ElementType.UInt8,
        ["BoolStorage"] = ElementType.Bool,
    }.ToFrozenDictionary();

    // Plain data that training state carries beside the weights. Their arguments are dropped.
    private static readonly FrozenSet<string> Opaque = new[]
    {
        "torch.device", "torch.Size", "torch.float64", "torch.float32", "torch.float16", "torch.bfloat16", "torch.int64", "torch.int32", "torch.int16",
        "torch.int8", "torch.uint8", "torch.bool", "numpy.dtype", "numpy.ndarray", "numpy.core.multiarray.scalar", "numpy.core.multiarray._reconstruct",
        "numpy._core.multiarray.scalar", "numpy._core.multiarray._reconstruct", "_codecs.encode", "collections.defaultdict", "builtins.set", "__builtin__.set",
        "builtins.dict", "builtins.list", "argparse.Namespace",
    }.ToFrozenSet();

    public static ElementType? StorageType(PickleName name) => name.Module == "torch" && Storages.TryGetValue(name.Name, out var type) ? type : null;

    /// <summary>Refuses a name that is not on the list.</summary>
    public static PickleName Check(PickleName name) =>
        IsDictionary(name) || IsTensor(name) || IsParameter(name) || StorageType(name) is not null || Opaque.Contains(name.ToString())
            ? name
            : throw new PickleFault($"it refers to '{name}', which no weights file needs; the file may try to run code and is refused.");

    /// <summary>What calling the name with these arguments stands for.</summary>
    public static object? Reduce(object? callable, object? arguments)
    {
        if (callable is PickleOpaque opaque) return opaque;
        if (callable is not PickleName name || arguments is not PickleTuple { Items: var items })
            throw new PickleFault("it calls something that is not a name.");
        if (IsDictionary(name)) return new PickleDictionary();
        if (IsTensor(name)) return Tensor(name, items);
        if (IsParameter(name)) return items.Length > 0 && items[0] is PickleTensor tensor ? tensor : throw new PickleFault($"{name} is not given a tensor.");
        return new PickleOpaque(name);
    }

    /// <summary>A storage from the tuple that a pickle's persistent id holds.</summary>
    public static PickleStorage Storage(object? id)
    {
        if (id is not PickleTuple { Items: { Length: >= 5 } items } || items[0] is not "storage" || items[1] is not PickleName name
            || items[2] is not string key || items[4] is not long elements || elements < 0)
            throw new PickleFault("a storage reference is not of the known form.");
        if (StorageType(name) is not { } type) throw new PickleFault($"the storage type '{name}' is not supported.");
        long first = items.Length > 5 && items[5] is PickleTuple { Items: [_, long start, long] } ? start : 0;
        return new PickleStorage(type, key, elements, first);
    }

    private static PickleTensor Tensor(PickleName name, object?[] items)
    {
        if (items.Length < 4 || items[0] is not PickleStorage storage || items[1] is not long first || first < 0)
            throw new PickleFault($"{name} is not given a storage and an offset.");
        return new PickleTensor(storage, first, Extents(items[2]), Extents(items[3]));
    }

    private static long[] Extents(object? value)
    {
        object?[] items = value is PickleTuple tuple ? tuple.Items : throw new PickleFault("a tensor's shape is not a tuple.");
        return
        [
            .. items.Select(item =>
                item is long extent and >= 0 ? extent : throw new PickleFault("a tensor's shape or strides are not whole numbers from 0.")),
        ];
    }

    private static bool IsDictionary(PickleName name) => name is { Module: "collections", Name: "OrderedDict" };

    private static bool IsTensor(PickleName name) => name is { Module: "torch._utils", Name: "_rebuild_tensor_v2" or "_rebuild_tensor" };

    private static bool IsParameter(PickleName name) => name is { Module: "torch._utils", Name: "_rebuild_parameter" or "_rebuild_parameter_with_state" };
}
