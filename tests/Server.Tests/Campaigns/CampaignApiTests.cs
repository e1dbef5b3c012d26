using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Foldline.Persistence.Access;

namespace Foldline.Server.Tests.Campaigns;

public sealed class CampaignApiTests
{
    private const string Af3 = """{"name":"complex","modelSeeds":[7,8],"dialect":"alphafold3","version":1,"sequences":[{"protein":{"id":["A","B"],"sequence":"NLYIQ"}}]}""";

    [Fact]
    public async Task A_submission_may_mix_simple_targets_jobs_of_AlphaFold_3_and_FASTA_and_keeps_their_order()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync(AccessScope.Submit);

        var answer = await client.PostAsJsonAsync("/api/v1/campaigns", new
        {
            name = "mixed", fasta = ">one\nNLYIQ\n", targets = new JsonArray(JsonNode.Parse("""{"name":"two","sequence":"NLYIQ:WLKDG"}"""), JsonNode.Parse(Af3)),
            inputs = new { Seeds = (int[])[1, 2], Samples = 1, UseMsa = false }, priority = 3,
        });

        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var made = await answer.Content.ReadFromJsonAsync<JsonObject>();
        answer.Headers.Location!.ToString().ShouldBe($"/api/v1/campaigns/{made!["id"]}");
        made["counts"]!["total"]!.GetValue<int>().ShouldBe(3);
        var targets = await client.GetFromJsonAsync<JsonObject>(made["links"]!["targets"]!.GetValue<string>());
        targets!["items"]!.AsArray().Select(target => target!["name"]!.GetValue<string>()).ShouldBe(["one", "two", "complex"]);
        var complex = await client.GetFromJsonAsync<JsonObject>($"/api/v1/campaigns/{made["id"]}/targets/complex");
        complex!["inputs"]!["Seeds"]!.ToJsonString().ShouldBe("[7,8]");
        complex["inputs"]!["Samples"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Files_may_come_with_a_form_packed_or_plain()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true)) gzip.Write(">packed\nNLYIQ\n"u8);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("{\"name\":\"files\"}"), "campaign" },
            { new StringContent("id,sequence\nfromcsv,NLYIQ\n"), "files", "targets.csv" },
            { new ByteArrayContent(packed.ToArray()), "files", "more.fasta.gz" },
            { new StringContent(Af3), "files", "job.json" },
        };

        var answer = await (await server.ClientAsync(AccessScope.Submit)).PostAsync("/api/v1/campaigns", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["counts"]!["total"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_campaign_and_another_body_is_refused()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync(AccessScope.Submit);
        async Task<HttpResponseMessage> SendAsync(string name, string key, HttpClient? other = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/campaigns") { Content = JsonContent.Create(new { name, fasta = ">a\nNLYIQ" }) };
            request.Headers.Add("Idempotency-Key", key);
            return await (other ?? client).SendAsync(request);
        }

        var first = await SendAsync("c", "k1");
        var again = await SendAsync("c", "k1");
        var clash = await SendAsync("d", "k1");
        var stranger = await SendAsync("d", "k1", await server.ClientAsync(AccessScope.Submit, "others"));

        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        ((int)clash.StatusCode).ShouldBe(422);
        stranger.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await client.GetFromJsonAsync<JsonObject>("/api/v1/campaigns"))!["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_campaign_is_paused_resumed_cancelled_and_its_priority_and_budget_changed()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync(AccessScope.Submit);
        var self = await SubmitAsync(client, "steer", ">a\nNLYIQ\n>b\nWLKDG");
        async Task<string> StateAsync(string verb) => (await (await client.PostAsync($"{self}/{verb}", null)).Content.ReadFromJsonAsync<JsonObject>())!["state"]!.GetValue<string>();

        (await StateAsync("pause")).ShouldBe("paused");
        (await StateAsync("resume")).ShouldBe("running");
        var changed = await (await client.PatchAsJsonAsync(self, new { priority = 9, budgets = new { deviceHours = 2.5, wallHours = 24 } })).Content.ReadFromJsonAsync<JsonObject>();
        changed!["priority"]!.GetValue<int>().ShouldBe(9);
        changed["budgets"]!.ToJsonString().ShouldBe("""{"deviceHours":2.5,"wallHours":24}""");
        var clone = await (await client.PostAsJsonAsync($"{self}/clone", new { name = "copy", inputs = new { Samples = 2 } })).Content.ReadFromJsonAsync<JsonObject>();
        clone!["clonedFrom"]!.GetValue<string>().ShouldBe(self.Split('/')[^1]);
        (await (await client.PostAsJsonAsync($"{self}/targets", new { fasta = ">c\nNLYIQ" })).Content.ReadFromJsonAsync<JsonObject>())!["targets"]!.GetValue<int>().ShouldBe(1);
        (await StateAsync("cancel")).ShouldBeOneOf("cancelling", "cancelled");
        ((int)(await client.PatchAsJsonAsync(self, new { priority = 5000 })).StatusCode).ShouldBe(422);
    }

    [Fact]
    public async Task Pages_follow_each_other_by_links_and_filters_hold_on_each()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync(AccessScope.Submit);
        var self = await SubmitAsync(client, "pages", string.Concat(Enumerable.Range(0, 25).Select(i => $">t{i:00}\n{"ACDEFGHIKL"[..(3 + i % 7)]}\n")));
        var (names, next) = (new List<string>(), (string?)$"{self}/targets?take=10&q=t");
        while (next is not null)
        {
            var page = await client.GetFromJsonAsync<JsonObject>(next);
            names.AddRange(page!["items"]!.AsArray().Select(target => target!["name"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        }
        names.ShouldBe(Enumerable.Range(0, 25).Select(i => $"t{i:00}"));
        (await client.GetFromJsonAsync<JsonObject>($"{self}/targets?q=t1&state=pending"))!["items"]!.AsArray().Count.ShouldBe(10);
        (await client.GetFromJsonAsync<JsonObject>($"{self}/targets?state=failed"))!["items"]!.AsArray().ShouldBeEmpty();
        (await client.GetAsync($"{self}/targets?state=nonsense")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.GetAsync($"{self}/targets?take=100000")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_plan_tells_what_a_submission_would_do_and_keeps_nothing()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync(AccessScope.Submit);

        var plan = await (await client.PostAsJsonAsync("/api/v1/campaigns/plan", new { name = "x", fasta = ">a\nNLYIQ\n>b c\nWLKDG" })).Content.ReadFromJsonAsync<JsonObject>();

        plan!["targets"]!.GetValue<int>().ShouldBe(2);
        plan["structures"]!.GetValue<int>().ShouldBe(10);
        (await client.GetFromJsonAsync<JsonObject>("/api/v1/campaigns"))!["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_artifact_is_served_whole_in_parts_and_not_again_to_who_has_it()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync(AccessScope.Submit);
        var self = await SubmitAsync(client, "artifacts", ">a\nNLYIQ");
        var artifact = (await client.GetFromJsonAsync<JsonObject>($"{self}/targets/a"))!["artifacts"]![0]!;
        var address = $"{self}/targets/a/artifacts/{artifact["sha256"]}";

        var whole = await client.GetAsync(address);
        var bytes = await whole.Content.ReadAsByteArrayAsync();
        bytes.LongLength.ShouldBe(artifact["length"]!.GetValue<long>());
        whole.Headers.ETag!.Tag.ShouldBe($"\"{artifact["sha256"]}\"");
        whole.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");

        using var part = new HttpRequestMessage(HttpMethod.Get, address);
        part.Headers.Range = new(3, 9);
        var answer = await client.SendAsync(part);
        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(bytes[3..10]);

        using var known = new HttpRequestMessage(HttpMethod.Get, address);
        known.Headers.IfNoneMatch.Add(whole.Headers.ETag);
        (await client.SendAsync(known)).StatusCode.ShouldBe(HttpStatusCode.NotModified);

        using var beyond = new HttpRequestMessage(HttpMethod.Get, address);
        beyond.Headers.Range = new(bytes.LongLength + 5, null);
        (await client.SendAsync(beyond)).StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
    }

    [Fact]
    public async Task Events_come_as_they_happen_and_a_reader_that_was_cut_off_misses_none()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var client = await server.ClientAsync(AccessScope.Submit);
        var self = await SubmitAsync(client, "events", ">a\nNLYIQ");

        var first = await ReadEventsAsync(client, $"{self}/events", null, 1);
        await client.PostAsync($"{self}/pause", null);
        await client.PostAsync($"{self}/resume", null);
        var rest = await ReadEventsAsync(client, $"{self}/events", first[0].Id, 2);

        first[0].Kind.ShouldBe("campaign.submitted");
        rest.Select(happened => happened.Kind).ShouldBe(["campaign.paused", "campaign.resumed"]);
        JsonNode.Parse(rest[0].Data)!["campaign"]!.GetValue<string>().ShouldBe(self.Split('/')[^1]);
    }

    internal static async Task<string> SubmitAsync(HttpClient client, string name, string fasta)
    {
        var answer = await client.PostAsJsonAsync("/api/v1/campaigns", new { name, fasta });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["links"]!["self"]!.GetValue<string>();
    }

    private static async Task<List<(string Id, string Kind, string Data)>> ReadEventsAsync(HttpClient client, string address, string? after, int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (after is not null) request.Headers.Add("Last-Event-ID", after);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(limit.Token), Encoding.UTF8);
        var (events, id, kind) = (new List<(string, string, string)>(), "", "");
        while (events.Count < count && await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line[7..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) events.Add((id, kind, line[6..]));
        }
        return events;
    }
}
