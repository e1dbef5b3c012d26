namespace Foldline.Workflows;

/// <summary>Where an instance is.</summary>
public enum InstanceStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Begun; some activity runs or is about to.</summary>
    Running,

    /// <summary>Begun; waits for the time of its next attempt.</summary>
    Waiting,

    /// <summary>Ended with its outputs.</summary>
    Succeeded,

    /// <summary>Ended without: an activity failed for good.</summary>
    Failed,

    /// <summary>Ended without: an activity twice ended the process it ran in.</summary>
    Quarantined,

    /// <summary>Ended without: it was cancelled.</summary>
    Cancelled,
}
