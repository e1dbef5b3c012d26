namespace Foldline.Workflows;

/// <summary>Where an execution of a node is.</summary>
public enum ExecutionStatus
{
    /// <summary>Begun and not ended; its last attempt may be waiting for a retry.</summary>
    Running,

    /// <summary>Ended with its outputs.</summary>
    Completed,

    /// <summary>Ended without.</summary>
    Faulted,

    /// <summary>Ended because its instance or container ended.</summary>
    Cancelled,
}
