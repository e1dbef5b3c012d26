namespace Foldline.Activities;

/// <summary>Why an attempt failed, which decides what happens next.</summary>
public enum FailureClass
{
    /// <summary>Storage, network or a lost worker: the same again, after a growing delay.</summary>
    Transient,

    /// <summary>Memory, disk or time ran out: the next rung of the activity's ladder.</summary>
    Resource,

    /// <summary>The input or the code is at fault: the same again would fail again, so it is not tried.</summary>
    Deterministic,

    /// <summary>It ends the process it runs in: quarantined after the second time.</summary>
    Poison,
}
