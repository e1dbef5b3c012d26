using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Work to hand to some worker: consecutive activities of one class of one instance, beginning with a frame.</summary>
/// <param name="InstanceKey">The instance.</param>
/// <param name="Frame">The execution it begins with.</param>
/// <param name="Turn">Tells this burst from earlier ones of the same frame; the same turn queued twice runs once.</param>
/// <param name="Resource">The class.</param>
/// <param name="Priority">Among bursts that are due, higher runs earlier.</param>
public sealed record Burst(long InstanceKey, int Frame, string Turn, ResourceClass Resource, int Priority)
{
    /// <summary>When it may begin; <c>null</c> for at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What the worker must have.</summary>
    public ActivityNeeds Needs { get; init; } = ActivityNeeds.None;
}
