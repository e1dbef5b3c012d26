using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>An arrow of a flowchart.</summary>
/// <param name="Source">Id of the activity it leaves.</param>
/// <param name="SourcePort">The outcome it follows.</param>
/// <param name="Target">Id of the activity it enters.</param>
/// <param name="TargetPort">The port it enters; Elsa knows only <c>In</c>.</param>
public sealed record Connection(string Source, string SourcePort, string Target, string TargetPort)
{
    /// <summary>Reads both the nested form and the older flat one.</summary>
    internal static Connection Of(JsonObject json)
    {
        var (source, sourcePort) = End(json, "source", "sourcePort");
        var (target, targetPort) = End(json, "target", "targetPort");
        return new Connection(source, sourcePort ?? ActivityResult.Done, target, targetPort ?? "In");
    }

    private static (string Activity, string? Port) End(JsonObject json, string side, string flatPort) =>
        json[side] is JsonObject nested ? (nested.Text("activity") ?? "", nested.Text("port")) : (json.Text(side) ?? "", json.Text(flatPort));
}
