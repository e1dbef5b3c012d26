namespace Foldline.Cli.Verification;

/// <summary>How a case ended.</summary>
public enum CaseVerdict
{
    /// <summary>Every output is within its tolerance.</summary>
    Ok,

    /// <summary>An output is not, or the case could not be replayed.</summary>
    Fail,

    /// <summary>Not replayed; the reason says why.</summary>
    Skipped,
}
