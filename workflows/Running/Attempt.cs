using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>An attempt whose beginning is committed and which may now run.</summary>
internal sealed record Attempt
{
    public required InstanceRun Instance { get; init; }

    /// <summary>The frame it serves.</summary>
    public required Frame Frame { get; init; }

    /// <summary>The node it executes: the frame's, or for a repair the one whose artifact is gone.</summary>
    public required PlanNode Node { get; init; }

    /// <summary>The execution it belongs to.</summary>
    public required ExecutionRecord Execution { get; init; }

    public required AttemptRecord Record { get; init; }

    public required JsonObject Inputs { get; init; }

    public required RetryPolicy Policy { get; init; }

    /// <summary>Whether it makes again what an earlier execution had made.</summary>
    public required bool IsRepair { get; init; }

    /// <summary>Cancelled when it has to stop.</summary>
    public required CancellationTokenSource Stop { get; init; }

    public string RungName => Record.Rung == 0 ? "" : Policy.Ladder[Math.Min(Record.Rung, Policy.Ladder.Count) - 1];
}
