using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Foldline.Persistence.Access;

namespace Foldline.Server.Tests.Schedules;

public sealed class ScheduleApiTests
{
    [Fact]
    public async Task A_schedule_is_kept_shown_with_its_next_runs_disabled_enabled_and_forgotten()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var (admin, reader) = (await server.ClientAsync(), await server.ClientAsync(AccessScope.Read));

        var answer = await admin.PostAsJsonAsync("/api/v1/schedules", new
        {
            name = "nightly", cron = "0 30 3 * * ?", timeZone = "America/New_York", overlap = "cancelPrevious", missed = "skip", fasta = ">a\nNLYIQ\n>b\nWLKDG", priority = 4,
            inputs = new { Samples = 1, UseMsa = false }, budgets = new { deviceHours = 2 },
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var self = answer.Headers.Location!.ToString();

        var kept = (await reader.GetFromJsonAsync<JsonObject>(self))!;
        (Text(kept, "name"), Text(kept, "timeZone"), Text(kept, "overlap"), Text(kept, "missed"), Text(kept, "workflow")).ShouldBe(("nightly", "America/New_York", "cancelPrevious", "skip", "fold"));
        (kept["targets"]!.GetValue<int>(), kept["priority"]!.GetValue<int>(), kept["budgets"]!["deviceHours"]!.GetValue<double>(), kept["enabled"]!.GetValue<bool>()).ShouldBe((2, 4, 2.0, true));
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var next = kept["next"]!.AsArray().Select(time => TimeZoneInfo.ConvertTime(time!.GetValue<DateTimeOffset>(), zone)).ToList();
        next.Count.ShouldBe(5);
        next.ShouldAllBe(time => time.TimeOfDay == new TimeSpan(3, 30, 0));
        (await reader.GetFromJsonAsync<JsonObject>("/api/v1/schedules"))!["items"]!.AsArray().Count.ShouldBe(1);

        var disabled = await (await admin.PostAsync($"{self}/disable", null)).Content.ReadFromJsonAsync<JsonObject>();
        (disabled!["enabled"]!.GetValue<bool>(), disabled["next"]!.AsArray().Count).ShouldBe((false, 0));
        (await admin.PostAsync($"{self}/run", null)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await admin.PostAsync($"{self}/enable", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var run = await (await admin.PostAsync($"{self}/run", null)).Content.ReadFromJsonAsync<JsonObject>();
        run!["dueAt"]!.GetValue<DateTimeOffset>().ShouldBeLessThanOrEqualTo(DateTimeOffset.UtcNow);
        (await admin.DeleteAsync(self)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await admin.GetAsync(self)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_schedule_is_changed_in_part_and_what_is_at_fault_changes_nothing()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var (admin, submitter) = (await server.ClientAsync(), await server.ClientAsync(AccessScope.Submit));
        var made = await (await admin.PostAsJsonAsync("/api/v1/schedules", new { name = "nightly", cron = "0 30 3 * * ?", fasta = ">a\nNLYIQ", priority = 4, inputs = new { Samples = 1, UseMsa = false } }))
            .Content.ReadFromJsonAsync<JsonObject>();
        var self = $"/api/v1/schedules/{Text(made!, "id")}";

        var answer = await admin.PatchAsJsonAsync(self, new { name = "weekly", cron = "0 0 4 ? * MON", timeZone = "Europe/Berlin", inputs = new { samples = 3 }, fasta = ">b\nNLYIQ\n>c\nWLKDG" });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var changed = (await admin.GetFromJsonAsync<JsonObject>(self))!;
        (Text(changed, "name"), Text(changed, "cron"), Text(changed, "timeZone")).ShouldBe(("weekly", "0 0 4 ? * MON", "Europe/Berlin"));
        (changed["targets"]!.GetValue<int>(), changed["priority"]!.GetValue<int>(), changed["inputs"]!["Samples"]!.GetValue<int>(), changed["inputs"]!["UseMsa"]!.GetValue<bool>()).ShouldBe((2, 4, 3, false));

        (await admin.PatchAsJsonAsync(self, new { cron = "never" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await admin.PatchAsJsonAsync(self, new { folder = "plates" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await admin.PatchAsJsonAsync(self, new { inputs = new { Nonsense = 1 } })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await submitter.PatchAsJsonAsync(self, new { name = "mine" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await server.ClientAsync(project: "lab-2")).PatchAsJsonAsync(self, new { name = "mine" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.GetFromJsonAsync<JsonObject>(self))!.ToJsonString().ShouldBe(changed.ToJsonString());
    }

    [Fact]
    public async Task A_folder_is_named_and_lies_in_the_inbox_of_the_project()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var admin = await server.ClientAsync(project: "lab-2");

        var made = await (await admin.PostAsJsonAsync("/api/v1/schedules", new { name = "plates", folder = "plates" })).Content.ReadFromJsonAsync<JsonObject>();

        var folder = Path.Combine(server.Folder, "inbox", "lab-2", "plates");
        Text(made!, "watched").ShouldContain(folder);
        Directory.Exists(folder).ShouldBeTrue();
        made!["next"]!.AsArray().ShouldBeEmpty();
        made.ContainsKey("cron").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"name":"x","cron":"every day","fasta":">t\nNLYIQ"}""", "cron expression")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ?","timeZone":"Mars/Olympus","fasta":">t\nNLYIQ"}""", "time zone")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ?","timeZone":"/dev/zero","fasta":">t\nNLYIQ"}""", "time zone")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ?","timeZone":"../../../dev/zero","fasta":">t\nNLYIQ"}""", "time zone")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ? 2001","fasta":">t\nNLYIQ"}""", "")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ?"}""", "No target")]
    [InlineData("""{"name":"x","fasta":">t\nNLYIQ"}""", "either cron or folder")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ?","folder":"plates","fasta":">t\nNLYIQ"}""", "either cron or folder")]
    [InlineData("""{"name":"x","folder":"plates","fasta":">t\nNLYIQ"}""", "files that arrive")]
    [InlineData("""{"name":"x","folder":"../../etc"}""", "plain name")]
    [InlineData("""{"name":"x","folder":"/etc"}""", "plain name")]
    [InlineData("""{"name":"x","folder":".."}""", "plain name")]
    [InlineData("""{"name":"x","folder":"azure:DefaultEndpointsProtocol=http;AccountName=a"}""", "plain name")]
    [InlineData("""{"name":"x","folder":"a\u0000b"}""", "plain name")]
    [InlineData("""{"cron":"0 0 3 * * ?","fasta":">t\nNLYIQ"}""", "needs a name")]
    [InlineData("""{"name":"x\ny","cron":"0 0 3 * * ?","fasta":">t\nNLYIQ"}""", "control characters")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ?","overlap":"sometimes","fasta":">t\nNLYIQ"}""", "")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ?","priority":5000,"fasta":">t\nNLYIQ"}""", "priority")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ?","workflow":"../fold","fasta":">t\nNLYIQ"}""", "workflow")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ?","inputs":{"Databases":["mine=/etc/passwd"]},"fasta":">t\nNLYIQ"}""", "knows no database")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ?","inputs":{"Nonsense":1},"fasta":">t\nNLYIQ"}""", "Nonsense")]
    [InlineData("""{"name":"x","cron":"0 0 3 * * ?","targets":[{"name":"t","sequences":[{"ligand":{"ligand":"FILE_/etc/passwd","count":1}}]}]}""", "")]
    public async Task What_could_not_run_is_refused_when_it_is_kept_and_leaves_nothing(string body, string told)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var admin = await server.ClientAsync();

        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await admin.PostAsync("/api/v1/schedules", content);

        ((int)answer.StatusCode).ShouldBeInRange(400, 422);
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!.GetValue<string>().ShouldContain(told, Case.Insensitive);
        (await admin.GetFromJsonAsync<JsonObject>("/api/v1/schedules"))!["items"]!.AsArray().ShouldBeEmpty();
        server.Log.ShouldContain(line => line.Contains("refused with", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_sent_twice_keeps_one_schedule_and_files_may_bring_its_targets()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var admin = await server.ClientAsync();
        admin.DefaultRequestHeaders.Add("Idempotency-Key", "k-1");
        async Task<string> SendAsync()
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent("""{"name":"weekly","cron":"0 0 3 ? * MON"}"""), "schedule" }, { new StringContent(">a\nNLYIQ\n>b\nWLKDG\n"), "files", "batch.fasta" },
            };
            var answer = await admin.PostAsync("/api/v1/schedules", form);
            answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
            return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
        }

        (await SendAsync()).ShouldBe(await SendAsync());
        (await admin.GetFromJsonAsync<JsonObject>("/api/v1/schedules"))!["items"]!.AsArray().ShouldHaveSingleItem()!["targets"]!.GetValue<int>().ShouldBe(2);
    }

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();
}
