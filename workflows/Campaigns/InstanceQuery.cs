namespace Foldline.Workflows;

/// <summary>Which instances to list over all campaigns, page by page as designers count them; newest first unless asked otherwise.</summary>
public sealed record InstanceQuery
{
    /// <summary>Of this project only; <c>null</c> for all.</summary>
    public string? Project { get; init; }

    /// <summary>Of these workflows only; none means all.</summary>
    public IReadOnlyList<string> DefinitionIds { get; init; } = [];

    /// <summary>Of this version only.</summary>
    public int? DefinitionVersion { get; init; }

    /// <summary>In these states only; none means all.</summary>
    public IReadOnlyList<InstanceStatus> States { get; init; } = [];

    /// <summary>Of this campaign only.</summary>
    public string? CampaignId { get; init; }

    /// <summary>Whose name holds this text.</summary>
    public string? Text { get; init; }

    /// <summary>Of this name alone.</summary>
    public string? Name { get; init; }

    /// <summary>With times in all of these spans.</summary>
    public IReadOnlyList<InstanceTime> Times { get; init; } = [];

    /// <summary>The time they are ordered by; what has none comes last.</summary>
    public InstanceMoment Order { get; init; }

    /// <summary>Whether the oldest comes first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Instances to leave out at the beginning.</summary>
    public int Skip { get; init; }

    /// <summary>Instances on the page, 1 to 500; default 50.</summary>
    public int Take { get; init; } = 50;
}
