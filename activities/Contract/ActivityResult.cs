using System.Text.Json.Nodes;

namespace Foldline.Activities;

/// <summary>What an activity hands back: its outputs by JSON name and the way it ended.</summary>
public sealed record ActivityResult(JsonObject Outputs, string Outcome = ActivityResult.Done)
{
    /// <summary>The usual outcome.</summary>
    public const string Done = "Done";
}
