namespace Foldline.Workflows;

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>It succeeded.</summary>
    Succeeded,

    /// <summary>It failed; the class says what came next.</summary>
    Failed,

    /// <summary>It was stopped from outside and does not count.</summary>
    Cancelled,

    /// <summary>Its process ended before it did.</summary>
    Lost,
}
