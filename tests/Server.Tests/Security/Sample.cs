using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Foldline.Persistence.Access;

namespace Foldline.Server.Tests.Security;

/// <summary>Ids of things that exist in project "default", by the route up to the parameter.</summary>
internal sealed partial class Sample
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public static async Task<Sample> MakeAsync(ServerUnderTest server)
    {
        var sample = new Sample();
        var client = await server.ClientAsync();
        var campaign = await (await client.PostAsJsonAsync("/api/v1/campaigns", new { name = "sample", fasta = ">t1\nNLYIQWLKDGGPSSGRPPPS" })).Content.ReadFromJsonAsync<JsonObject>();
        var id = campaign!["id"]!.GetValue<string>();
        var target = await client.GetFromJsonAsync<JsonObject>($"/api/v1/campaigns/{id}/targets/t1");
        var webhook = await (await client.PostAsJsonAsync("/api/v1/webhooks", new { url = "https://example.org/hook" })).Content.ReadFromJsonAsync<JsonObject>();
        var schedule = await (await client.PostAsJsonAsync("/api/v1/schedules", new { name = "sample", cron = "0 0 3 * * ?", fasta = ">t\nNLYIQ" })).Content.ReadFromJsonAsync<JsonObject>();
        foreach (var root in (string[])["/api/v1/campaigns/{id}", "/campaigns/{id}"])
        {
            sample._values[root] = id;
            sample._values[root + "/targets/{target}"] = "t1";
            sample._values[root + "/targets/{target}/artifacts/{sha256}"] = target!["artifacts"]![0]!["sha256"]!.GetValue<string>();
            sample._values[root + "/targets/{target}/alignments/{entity:int}"] = "0";
        }
        sample._values["/api/v1/keys/{id}"] = (await server.Keys.CreateAsync("sample", "default", AccessScope.Read, null, CancellationToken.None)).Key.Id;
        sample._values["/api/v1/webhooks/{id}"] = webhook!["id"]!.GetValue<string>();
        sample._values["/api/v1/schedules/{id}"] = schedule!["id"]!.GetValue<string>();
        sample._values["/api/v1/workflows/{workflow}"] = "fold";
        return sample;
    }

    /// <summary>The route with its parameters filled in.</summary>
    public string Address(string route) => Parameter().Replace(route, match =>
    {
        var upTo = route[..(match.Index + match.Length)];
        return _values.TryGetValue(upTo, out var value) ? value : throw new InvalidOperationException($"The sample has nothing for {upTo}; add it, so that the endpoint is tested with a real id.");
    });

    /// <summary>A body that would be taken if the id were the caller's.</summary>
    public static string Body(string route) => route.EndsWith("/targets", StringComparison.Ordinal) ? "{\"fasta\":\">t2\\nNLYIQ\"}" : "{\"priority\":5}";

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
