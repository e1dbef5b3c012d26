namespace Foldline.Workflows;

/// <summary>What becomes of a run whose time comes while the campaign of the one before is still open.</summary>
public enum RunOverlap
{
    /// <summary>It is left out.</summary>
    Skip,

    /// <summary>The earlier campaign is cancelled, and this one submitted.</summary>
    CancelPrevious,

    /// <summary>Both run.</summary>
    Allow,
}
