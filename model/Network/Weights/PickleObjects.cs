using Foldline.Structures.Arrays;

namespace Foldline.Network.Weights;

/// <summary>A dictionary found in a pickle, with the order of its entries; ordered and plain ones are the same here.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Entries { get; } = [];

    /// <summary>The last value stored under a text key.</summary>
    public object? this[string key] => Entries.LastOrDefault(entry => entry.Key is string text && text == key).Value;
}

/// <summary>A tuple.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A name that the pickle refers to; it is never resolved to code.</summary>
internal sealed record PickleName(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>An object of no interest (an optimiser's number type, a device): its arguments are dropped.</summary>
internal sealed record PickleOpaque(PickleName Name);

/// <summary>A run of elements somewhere in the file.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Key">Its name in the archive.</param>
/// <param name="Elements">How many elements the whole storage has.</param>
/// <param name="First">The first element of a view that legacy files may take; otherwise 0.</param>
internal sealed record PickleStorage(ElementType Type, string Key, long Elements, long First);

/// <summary>A tensor over a storage.</summary>
internal sealed record PickleTensor(PickleStorage Storage, long First, long[] Shape, long[] Strides);

/// <summary>What is wrong with a pickle; whoever knows the file adds its name.</summary>
internal sealed class PickleFault(string message) : Exception(message);
