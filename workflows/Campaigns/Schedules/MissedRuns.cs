namespace Foldline.Workflows;

/// <summary>What becomes of runs whose time passed, by more than a minute, while no process was there.</summary>
public enum MissedRuns
{
    /// <summary>However many were missed, one is made up for at once.</summary>
    RunOnce,

    /// <summary>They are left out; the next one comes at its time.</summary>
    Skip,
}
