namespace Foldline.Workflows;

/// <summary>One of the times an instance has.</summary>
public enum InstanceMoment
{
    /// <summary>When it was submitted.</summary>
    Created,

    /// <summary>When something of it was last committed.</summary>
    Updated,

    /// <summary>When it ended; instances that have not ended have none.</summary>
    Ended,
}
