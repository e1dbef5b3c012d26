namespace Foldline.Workflows;

/// <summary>What the engine has to know of a campaign that has not ended.</summary>
public sealed record OpenCampaign
{
    /// <summary>Its run.</summary>
    public required long RunKey { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The project it belongs to.</summary>
    public required string Project { get; init; }

    /// <summary>Running, paused or cancelling.</summary>
    public required CampaignState State { get; init; }

    /// <summary>Higher runs earlier.</summary>
    public required int Priority { get; init; }

    /// <summary>How it is worked on.</summary>
    public required CampaignOptions Options { get; init; }

    /// <summary>What it may spend.</summary>
    public required CampaignBudgets Budgets { get; init; }

    /// <summary>Time worked on until now.</summary>
    public required TimeSpan ActiveTime { get; init; }
}
