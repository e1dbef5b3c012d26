namespace Foldline.Network.Verification;

/// <summary>How a replayed case ended.</summary>
public enum CaseStatus
{
    /// <summary>Every output lies within its tolerance.</summary>
    Ok,

    /// <summary>An output differs by more, or the case could not be replayed.</summary>
    Fail,

    /// <summary>The case was not replayed; the reason says why.</summary>
    Skipped,
}
