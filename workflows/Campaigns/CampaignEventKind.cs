namespace Foldline.Workflows;

/// <summary>What a <see cref="CampaignEvent"/> tells.</summary>
public enum CampaignEventKind
{
    /// <summary>The campaign was submitted.</summary>
    Submitted,

    /// <summary>Targets were added.</summary>
    TargetsAdded,

    /// <summary>It was paused, by a user or a budget.</summary>
    Paused,

    /// <summary>It goes on.</summary>
    Resumed,

    /// <summary>Its priority changed.</summary>
    PriorityChanged,

    /// <summary>Its budgets changed.</summary>
    BudgetsChanged,

    /// <summary>Targets that had ended are tried again.</summary>
    Retried,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>Its last target has ended.</summary>
    Ended,

    /// <summary>A target began.</summary>
    TargetStarted,

    /// <summary>An attempt of a target failed and there will be another.</summary>
    TargetRetrying,

    /// <summary>A target's worker was lost; another takes over.</summary>
    TargetLost,

    /// <summary>A target is folded again with more seeds.</summary>
    TargetResampled,

    /// <summary>A target has ended.</summary>
    TargetEnded,

    /// <summary>A target waits for a worker that has what it needs; none that lives has.</summary>
    TargetWaiting,
}
