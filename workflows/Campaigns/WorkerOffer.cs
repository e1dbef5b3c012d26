using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>What a worker offers; it gets only what fits.</summary>
public sealed record WorkerOffer
{
    /// <summary>Databases that one of several workers may offer: it serves every combination of them by name, and those double with each.</summary>
    public const int MostDatabases = 10;

    /// <summary>Searches at once; 0 for none.</summary>
    public int SearchSlots { get; init; }

    /// <summary>Network activities at once; 0 for none.</summary>
    public int ModelSlots { get; init; }

    /// <summary>Light activities at once; 0 for none.</summary>
    public int LightSlots { get; init; }

    /// <summary>The device that holds the loaded network, e.g. <c>cuda:0</c>; empty for none.</summary>
    public string Device { get; init; } = "";

    /// <summary>Memory for one activity, in bytes: the device's, or the machine's where it computes itself; 0 where it is not known.</summary>
    public long Memory { get; init; }

    /// <summary>Names of the sequence databases at hand.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    /// <summary>Whether it does whatever is asked for, as one machine by itself must: what it has is then only for display. Default false.</summary>
    public bool TakesAll { get; init; }

    /// <summary>Where its process can be looked up; see <see cref="MachineScope"/>.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Version of Foldline.</summary>
    public string Version { get; init; } = "";

    /// <summary>The kind of its device, e.g. <c>cuda</c>.</summary>
    public string DeviceKind() => Device.Split(':')[0];

    /// <summary>Slots of a class.</summary>
    public int Slots(ResourceClass resource) => resource.Pick(SearchSlots, ModelSlots, LightSlots);

    /// <summary>
    /// Whether work fits this worker. Searches are told apart by their databases, other work by device and memory; memory that is not known may be enough.
    /// </summary>
    public bool Fits(ResourceClass resource, ActivityNeeds needs)
    {
        if (Slots(resource) == 0 || TakesAll) return Slots(resource) > 0;
        if (resource == ResourceClass.Search) return needs.Databases.All(name => Databases.Contains(name, StringComparer.Ordinal));
        return (needs.Device.Length == 0 || needs.Device == DeviceKind()) && (Memory == 0 || needs.Memory <= Memory);
    }
}
