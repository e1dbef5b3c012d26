using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Foldline.Server.Tests.Hosting;

/// <summary>Schedules in the real process: the clock submits, a file that arrives submits, and what they submitted can be deleted.</summary>
public sealed class ScheduleProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_clock_and_a_file_that_arrives_submit_campaigns_that_end_and_can_be_deleted()
    {
        await using var serve = await ServeProcess.StartAsync(_folder.Path);
        using var client = serve.Client();
        object inputs = new { Samples = 1, Steps = 1, Cycles = 1, UseMsa = false };
        var clock = await AddAsync(client, new { name = "often", cron = "* * * * * ?", fasta = $">1L2Y\n{WholeServer.Peptide}", inputs });
        var inbox = await AddAsync(client, new { name = "plates", folder = "plates", inputs });
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "inbox", "default", "plates", "plate-1.fasta"), $">peptide\n{WholeServer.Peptide[..15]}\n");

        foreach (var schedule in (string[])[clock, inbox])
        {
            var campaign = await SubmittedAsync(client, schedule, serve);
            (await client.EndAsync(campaign, serve)).ShouldBe("succeeded", string.Join('\n', serve.Lines));
            if (schedule == clock) (await client.PostAsync($"{schedule}/disable", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await client.GetFromJsonAsync<JsonObject>(campaign))!["scheduleId"]!.GetValue<string>().ShouldBe(schedule.Split('/')[^1]);
            (await client.GetFromJsonAsync<JsonObject>(campaign))!["links"]!["delete"]!.GetValue<string>().ShouldBe(campaign);
            (await client.DeleteAsync(campaign)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            (await client.GetAsync(campaign)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        (await serve.StopAsync()).ShouldBe(0, string.Join('\n', serve.Lines));
    }

    private static async Task<string> AddAsync(HttpClient client, object schedule)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/schedules", schedule);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    /// <summary>The first campaign of a schedule.</summary>
    private static async Task<string> SubmittedAsync(HttpClient client, string schedule, ServeProcess serve)
    {
        for (var i = 0; i < 600; i++)
        {
            var made = (await client.GetFromJsonAsync<JsonObject>($"/api/v1/campaigns?schedule={schedule.Split('/')[^1]}"))!["items"]!.AsArray();
            if (made.Count > 0) return made[^1]!["links"]!["self"]!.GetValue<string>();
            await Task.Delay(100);
        }
        throw new TimeoutException($"{schedule} submitted nothing: {string.Join('\n', serve.Lines)}");
    }
}
