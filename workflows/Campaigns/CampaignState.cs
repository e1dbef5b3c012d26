namespace Foldline.Workflows;

/// <summary>Where a campaign is.</summary>
public enum CampaignState
{
    /// <summary>Targets wait or run.</summary>
    Running,

    /// <summary>No attempt begins until it is resumed: by a user's wish, or because a budget is spent.</summary>
    Paused,

    /// <summary>It was cancelled; what runs is being stopped.</summary>
    Cancelling,

    /// <summary>It was cancelled and nothing of it runs.</summary>
    Cancelled,

    /// <summary>Every target succeeded.</summary>
    Succeeded,

    /// <summary>Everything has ended; some targets succeeded, some did not.</summary>
    PartlySucceeded,

    /// <summary>Everything has ended and no target succeeded.</summary>
    Failed,
}
