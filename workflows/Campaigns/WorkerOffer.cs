namespace Foldline.Workflows;

/// <summary>What a worker offers; it gets only what fits.</summary>
public sealed record WorkerOffer
{
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

    /// <summary>Where its process can be looked up; see <see cref="MachineScope"/>.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Version of Foldline.</summary>
    public string Version { get; init; } = "";
}
