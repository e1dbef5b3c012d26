namespace Foldline.Workflows;

/// <summary>A place in the order instances begin in: by priority, highest first, then as submitted.</summary>
/// <param name="Priority">The priority.</param>
/// <param name="Ordinal">The number in order of submission.</param>
public readonly record struct InstancePlace(int Priority, long Ordinal)
{
    /// <summary>Before all.</summary>
    public static InstancePlace First => new(int.MaxValue, -1);
}
