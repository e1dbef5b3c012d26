namespace Foldline.Workflows;

/// <summary>What a <see cref="RunEvent"/> tells.</summary>
public enum RunEventKind
{
    /// <summary>The run begins or continues.</summary>
    RunStarted,

    /// <summary>An instance begins or continues.</summary>
    InstanceStarted,

    /// <summary>An attempt of an activity begins.</summary>
    ActivityStarted,

    /// <summary>An activity tells how far it is.</summary>
    ActivityProgress,

    /// <summary>An activity has succeeded and its result is committed.</summary>
    ActivityFinished,

    /// <summary>An attempt failed and there will be another.</summary>
    ActivityRetrying,

    /// <summary>An activity failed for good.</summary>
    ActivityFailed,

    /// <summary>A unit of work begins.</summary>
    UnitStarted,

    /// <summary>A unit of work is committed.</summary>
    UnitFinished,

    /// <summary>A unit of work failed.</summary>
    UnitFailed,

    /// <summary>A unit's committed result was used again, or another request's result was waited for.</summary>
    UnitReused,

    /// <summary>A workflow wrote a line.</summary>
    Line,

    /// <summary>An instance has ended.</summary>
    InstanceFinished,

    /// <summary>The run has stopped: everything ended, or it was cancelled.</summary>
    RunFinished,
}
