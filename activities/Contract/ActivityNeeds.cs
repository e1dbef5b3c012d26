namespace Foldline.Activities;

/// <summary>What an activity must find on the machine that runs it, beyond a free slot of its class.</summary>
/// <param name="Databases">Names of sequence databases that must be at hand.</param>
public sealed record ActivityNeeds(IReadOnlyList<string> Databases)
{
    /// <summary>Nothing.</summary>
    public static ActivityNeeds None { get; } = new([]);
}
