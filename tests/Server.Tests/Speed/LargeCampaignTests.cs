using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Foldline.Workflows;

namespace Foldline.Server.Tests.Speed;

/// <summary>A campaign of 20,000 targets answers like a small one: every call under 300 ms, on the API and on the page.</summary>
public sealed class LargeCampaignTests
{
    private const int Targets = 20_000;
    private const double MostMs = 300;

    [Fact]
    public async Task Each_call_on_a_campaign_of_20000_targets_takes_less_than_300_ms()
    {
        await using var server = await ServerUnderTest.StartAsync(options => options with { Rates = new() { KeyBurst = 5000 } });
        var client = await server.ClientAsync();
        var artifact = new JsonObject { ["sha256"] = new string('0', 64), ["length"] = 10, ["mediaType"] = "application/json" };
        var made = await server.Campaigns.SubmitAsync(new NewCampaign
        {
            Project = "default", Name = "large", Definition = BuiltInDefinitions.Load("fold"),
            Targets = [.. Enumerable.Range(0, Targets).Select(i => new NewTarget($"target-{i:00000}", new JsonObject { ["Target"] = artifact.DeepClone() }) { Identity = $"{i}" })],
        }, CancellationToken.None);
        var self = $"/api/v1/campaigns/{made.Id}";
        var middle = await MiddleAsync(client, self);
        (string What, Func<Task<HttpResponseMessage>> Call)[] calls =
        [
            ("page: list of campaigns", () => client.GetAsync("/")),
            ("page: the campaign", () => client.GetAsync($"/campaigns/{made.Id}")),
            ("page: a target", () => client.GetAsync($"/campaigns/{made.Id}/targets/target-19999")),
            ("list campaigns", () => client.GetAsync("/api/v1/campaigns")),
            ("the campaign", () => client.GetAsync(self)),
            ("first page of targets", () => client.GetAsync($"{self}/targets?take=100")),
            ("a page in the middle", () => client.GetAsync(middle)),
            ("filter by state", () => client.GetAsync($"{self}/targets?state=pending&take=100")),
            ("filter that finds nothing", () => client.GetAsync($"{self}/targets?state=failed&class=resource")),
            ("search by name", () => client.GetAsync($"{self}/targets?q=19999")),
            ("one target", () => client.GetAsync($"{self}/targets/target-10000")),
            ("pause", () => client.PostAsync($"{self}/pause", null)),
            ("resume", () => client.PostAsync($"{self}/resume", null)),
            ("change the priority", () => client.PatchAsJsonAsync(self, new { priority = 7 })),
            ("cancel", () => client.PostAsync($"{self}/cancel", null)),
        ];

        var slow = new List<string>();
        foreach (var (what, call) in calls)
        {
            // The best of three, where asking again asks the same: other work on the machine is not ours to measure.
            var best = double.MaxValue;
            for (var round = 0; round < (what == "cancel" ? 1 : 3); round++)
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await call();
                await answer.Content.ReadAsByteArrayAsync();
                best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, what);
            }
            TestContext.Current.SendDiagnosticMessage($"{what}: {best:0.0} ms");
            TestContext.Current.TestOutputHelper?.WriteLine($"{what,-28} {best,7:0.0} ms");
            if (best >= MostMs) slow.Add($"{what}: {best:0} ms");
        }
        slow.ShouldBeEmpty();
    }

    private static async Task<string> MiddleAsync(HttpClient client, string self)
    {
        var next = $"{self}/targets?take=1000";
        for (var i = 0; i < 10; i++) next = (await client.GetFromJsonAsync<JsonObject>(next))!["next"]!.GetValue<string>();
        return next.Replace("take=1000", "take=100");
    }
}
