using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Which targets of a campaign to list; in order of submission.</summary>
public sealed record TargetQuery
{
    /// <summary>In these states only; none means all.</summary>
    public IReadOnlyList<InstanceStatus> States { get; init; } = [];

    /// <summary>Whose failure is of this class.</summary>
    public FailureClass? Class { get; init; }

    /// <summary>Whose name holds this text.</summary>
    public string? Text { get; init; }

    /// <summary>The <see cref="Page{T}.Next"/> of the page before; <c>null</c> for the first.</summary>
    public string? After { get; init; }

    /// <summary>Targets on the page, 1 to 1000; default 100.</summary>
    public int Take { get; init; } = 100;
}
