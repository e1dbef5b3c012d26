using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>Everything about a target.</summary>
public sealed record TargetDetail
{
    /// <summary>What lists show.</summary>
    public required TargetSummary Summary { get; init; }

    /// <summary>The project of its campaign.</summary>
    public required string Project { get; init; }

    /// <summary>Values of the workflow's inputs.</summary>
    public required JsonObject Inputs { get; init; }

    /// <summary>The workflow's outputs; empty unless it succeeded.</summary>
    public required JsonObject Outputs { get; init; }

    /// <summary>Variables of the workflow by id, as they stand.</summary>
    public required JsonObject Variables { get; init; }

    /// <summary>Executions of the definition's nodes, oldest first.</summary>
    public required IReadOnlyList<ExecutionRecord> Executions { get; init; }

    /// <summary>Attempts, oldest first.</summary>
    public required IReadOnlyList<AttemptRecord> Attempts { get; init; }
}
