using System.Globalization;

namespace Foldline.Activities;

/// <summary>What an activity must find on the machine that runs it, beyond a free slot of its class.</summary>
/// <param name="Databases">Names of sequence databases that must be at hand.</param>
public sealed record ActivityNeeds(IReadOnlyList<string> Databases)
{
    /// <summary>Nothing.</summary>
    public static ActivityNeeds None { get; } = new([]);

    /// <summary>The kind of device it is computed on, e.g. <c>cuda</c>; empty where any will do.</summary>
    public string Device { get; init; } = "";

    /// <summary>Memory of the device, or of the machine where that computes itself, in bytes; 0 where any will do.</summary>
    public long Memory { get; init; }

    /// <summary>In words, e.g. <c>the database uniref90</c>.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (Databases.Count > 0) parts.Add($"the {(Databases.Count == 1 ? "database" : "databases")} {string.Join(", ", Databases)}");
        if (Device.Length > 0) parts.Add($"a {Device} device");
        if (Memory > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Memory / 1e9:0.#} GB of memory"));
        return parts.Count > 0 ? string.Join(" and ", parts) : "nothing in particular";
    }

    /// <summary>All that either needs; where both name a device, the other's.</summary>
    public ActivityNeeds And(ActivityNeeds other) => new([.. Databases.Union(other.Databases, StringComparer.Ordinal).Order(StringComparer.Ordinal)])
    {
        Device = other.Device.Length > 0 ? other.Device : Device, Memory = Math.Max(Memory, other.Memory),
    };
}
