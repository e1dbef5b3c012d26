namespace Foldline.Server.Campaigns;

/// <summary>What a campaign would do and cost on this server's device.</summary>
public sealed record CampaignPlan
{
    /// <summary>Targets.</summary>
    public required int Targets { get; init; }

    /// <summary>Targets that are the same as another one and are computed once.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Tokens of the largest target.</summary>
    public required int LargestTokens { get; init; }

    /// <summary>Tokens of all targets.</summary>
    public required long Tokens { get; init; }

    /// <summary>Structures that will be made.</summary>
    public required long Structures { get; init; }

    /// <summary>Distinct sequences to be searched for; those searched before are taken from the cache.</summary>
    public required int Searches { get; init; }

    /// <summary>The network.</summary>
    public required string Model { get; init; }

    /// <summary>What its weights are where they are no trained predictor.</summary>
    public string? WeightsLabel { get; init; }

    /// <summary>Estimated seconds of the network on this server's device; absent where nothing is known.</summary>
    public double? Seconds { get; init; }

    /// <summary>Peak memory of the largest target, MB.</summary>
    public double? PeakMb { get; init; }

    /// <summary>Targets that do not fit this server's memory even in small pieces.</summary>
    public IReadOnlyList<string> TooLarge { get; init; } = [];

    /// <summary>What the reader changed or passed over.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
