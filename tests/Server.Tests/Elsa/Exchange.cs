using System.Text.Json.Nodes;

namespace Foldline.Server.Tests.Elsa;

/// <summary>One recorded exchange between Elsa Studio and an Elsa server, with its answer reduced to a shape.</summary>
internal sealed record Exchange(string File, string Method, string Path, string Query, JsonNode? Request, int Status, string? ContentType, JsonNode? Shape)
{
    /// <summary>The exchanges every machine has.</summary>
    public static IReadOnlyList<Exchange> All { get; } = [.. JsonNode.Parse(System.IO.File.ReadAllText(System.IO.Path.Combine(Repository.Golden, "elsa-studio", "exchanges.json")))!
        .AsArray().Select(json => new Exchange(json!["file"]!.ToString(), json["method"]!.ToString(), json["path"]!.ToString(), json["query"]!.ToString(),
            json["request"]?.DeepClone(), json["status"]!.GetValue<int>(), json["contentType"]?.ToString(), json["shape"]?.DeepClone()))];

    public static Exchange Of(string number) => All.Single(exchange => exchange.File.StartsWith(number, StringComparison.Ordinal));
}
