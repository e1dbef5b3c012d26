using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Foldline.Server.Tests.Elsa;

/// <summary>Every definition that was recorded is saved over the interface and comes back equal as JSON, with whatever this server does not know.</summary>
public sealed class DefinitionRoundTripTests
{
    /// <summary>What the server decides: which version it is, what may be done with it, where a node stands.</summary>
    private static readonly string[] OfTheServer = ["links", "id", "definitionId", "version", "isLatest", "isPublished", "createdAt", "$schema"];

    [Fact]
    public Task What_the_designer_posted_comes_back_equal() =>
        TryAsync([.. Exchange.All.Select(exchange => (exchange.File, exchange.Request)), ("demo-run.json", Json(Path.Combine(Repository.Golden, "elsa-studio", "demo-run.json")))], least: 4);

    [Fact]
    public Task Every_recorded_definition_comes_back_equal() =>
        TryAsync([.. Directory.EnumerateFiles(Repository.RequireReference("elsa-studio"), "*.json").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), Json(file)))], least: 12);

    private static async Task TryAsync(IReadOnlyList<(string Name, JsonNode? Recording)> recordings, int least)
    {
        await using var elsa = await ElsaServer.StartAsync(options => options with { Rates = new() { KeyBurst = 5000 } }, new EncodeFile(), new BenchStep());
        var admin = await elsa.ClientAsync();
        var tried = 0;
        foreach (var (name, recording) in recordings)
        {
            foreach (var definition in Definitions(recording))
            {
                var model = definition.DeepClone().AsObject();
                model["definitionId"] = $"d{++tried}";
                model["later"] = new JsonObject { ["unknown"] = new JsonArray(1, 2.50, "x") };
                var saved = await ElsaServer.SendAsync(admin, "POST", "/workflow-definitions", new JsonObject { ["model"] = model.DeepClone(), ["publish"] = false });
                saved.Status.ShouldBe(HttpStatusCode.OK, $"{name}: {saved.Body}");
                var back = (await ElsaServer.SendAsync(admin, "GET", $"/workflow-definitions/by-definition-id/d{tried}?versionOptions=Latest")).Body!.AsObject();
                foreach (var (property, value) in model)
                {
                    // What has just been made in the designer has an empty chart, which Elsa completes, too.
                    if (OfTheServer.Contains(property) || property == "root" && value!["activities"] is null) continue;
                    var (ours, theirs) = (back[property]?.DeepClone(), value?.DeepClone());
                    WithoutPaths(ours);
                    WithoutPaths(theirs);
                    // Elsa writes no nulls outside the root, and neither do we; the root is as it was sent.
                    if (property != "root") WithoutNulls(theirs);
                    if (theirs is not null) JsonNode.DeepEquals(ours, theirs).ShouldBeTrue($"{name}, {property}: {ours} is not {theirs}");
                }
            }
        }
        tried.ShouldBeGreaterThanOrEqualTo(least);
    }

    private static JsonNode? Json(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file));
        }
        catch (JsonException)
        {
            return null;                                                          // one recording holds frames, one per line
        }
    }

    private static IEnumerable<JsonObject> Definitions(JsonNode? node) => node switch
    {
        JsonObject json => (json["root"] is JsonObject && json.ContainsKey("name") ? [json] : Enumerable.Empty<JsonObject>()).Concat(json.SelectMany(property => Definitions(property.Value))),
        JsonArray list => list.SelectMany(Definitions),
        _ => [],
    };

    private static void WithoutNulls(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            foreach (var (name, value) in json.ToList())
                if (value is null) json.Remove(name);
                else WithoutNulls(value);
        }
        if (node is JsonArray list)
            foreach (var item in list) WithoutNulls(item);
    }

    private static void WithoutPaths(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            json.Remove("nodeId");
            foreach (var (_, value) in json) WithoutPaths(value);
        }
        if (node is JsonArray list)
            foreach (var item in list) WithoutPaths(item);
    }
}
