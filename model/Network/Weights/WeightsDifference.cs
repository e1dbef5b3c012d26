using Foldline.Structures.Arrays;

namespace Foldline.Network.Weights;

/// <summary>How a set of tensors differs from what a model has.</summary>
/// <param name="Missing">Names the model has and the file lacks.</param>
/// <param name="Extra">Names the file has and the model lacks.</param>
/// <param name="Misshapen">Names whose shapes differ, with the shape in the file and the one wanted.</param>
public sealed record WeightsDifference(IReadOnlyList<string> Missing, IReadOnlyList<string> Extra, IReadOnlyList<string> Misshapen)
{
    /// <summary>Whether there is no difference.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The number of tensors that differ.</summary>
    public int Count => Missing.Count + Extra.Count + Misshapen.Count;

    /// <summary>Compares the names and shapes a model wants with those on offer.</summary>
    public static WeightsDifference Between(
        IReadOnlyDictionary<string, IReadOnlyList<long>> wanted, IReadOnlyList<ArrayHeader> offered, IReadOnlySet<string>? optional = null)
    {
        var names = offered.ToDictionary(header => header.Name, StringComparer.Ordinal);
        return new WeightsDifference(
            [.. wanted.Keys.Where(name => !names.ContainsKey(name) && optional?.Contains(name) != true)],
            [.. offered.Select(header => header.Name).Where(name => !wanted.ContainsKey(name))],
            [.. from header in offered
                where wanted.TryGetValue(header.Name, out var shape) && !shape.SequenceEqual(header.Shape)
                select $"{header.Name} is {header.ShapeText} and should be [{string.Join(",", wanted[header.Name])}]"]);
    }

    /// <summary>One sentence that names the first of each kind and counts the rest.</summary>
    public string Describe(int names)
    {
        var parts = new List<string>();
        Add(parts, "missing", Missing, names);
        Add(parts, "not part of the model", Extra, names);
        Add(parts, "of another shape", Misshapen, names);
        return string.Join("; ", parts);
    }

    private static void Add(List<string> parts, string what, IReadOnlyList<string> items, int names)
    {
        if (items.Count == 0) return;
        string rest = items.Count > names ? $" and {items.Count - names} more" : "";
        parts.Add($"{items.Count} {what} ({string.Join(", ", items.Take(names))}{rest})");
    }
}
