using System.Text.Json.Nodes;

namespace Foldline.Cli.Tests.Acceptance;

/// <summary>Standard output of a command with <c>--json</c>: every line is an object.</summary>
internal static class JsonLines
{
    public static IReadOnlyList<JsonObject> Of(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line).ShouldNotBeNull(line).AsObject())];
}
