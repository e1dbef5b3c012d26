using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Foldline.Server.Tests.Hosting;

/// <summary>The whole server with its state in PostgreSQL and its artifacts in a blob service, both real.</summary>
[Trait("suite", "full")]
public sealed class CloudServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_campaign_is_submitted_folded_fetched_and_outlives_the_server_on_PostgreSQL_and_a_blob_service()
    {
        await using var blobs = await AzuriteServer.RequireAsync(_folder.Path);
        var database = await SharedPostgres.DatabaseAsync();
        string[] places = ["--db", $"postgres:{database}", "--blobs", $"azure:{blobs.ConnectionString}Container=foldline"];
        var data = Path.Combine(_folder.Path, "data");
        string campaign, key;
        byte[] structure;
        await using (var serve = await ServeProcess.StartAsync(data, places))
        {
            using var client = serve.Client();
            key = serve.Key;
            campaign = await client.SubmitAsync($">1L2Y\n{WholeServer.Peptide}", new { Seeds = (int[])[1], Samples = 1, Steps = 4, Cycles = 1, UseMsa = false });
            (await client.EndAsync(campaign, serve)).ShouldBe("succeeded", string.Join('\n', serve.Lines));

            using var whole = await client.GetAsync($"{campaign}/targets/1L2Y/structure");
            structure = await whole.Content.ReadAsByteArrayAsync();
            System.Text.Encoding.UTF8.GetString(structure).ShouldStartWith("data_1L2Y");
            using var part = new HttpRequestMessage(HttpMethod.Get, $"{campaign}/targets/1L2Y/structure") { Headers = { Range = new RangeHeaderValue(5, 14) } };
            using var ranged = await client.SendAsync(part);
            ranged.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
            (await ranged.Content.ReadAsByteArrayAsync()).ShouldBe(structure[5..15]);
            using var again = new HttpRequestMessage(HttpMethod.Get, $"{campaign}/targets/1L2Y/structure");
            again.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
            (await client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
            (await client.GetAsync("/healthz/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await serve.StopAsync()).ShouldBe(0, string.Join('\n', serve.Lines));
        }

        Directory.Exists(Path.Combine(data, "blobs")).ShouldBeFalse("artifacts were kept on the disk");
        File.Exists(Path.Combine(data, "foldline.db")).ShouldBeFalse("state was kept on the disk");

        // Another machine: nothing of the first one's folder, the same database and store, the same key.
        await using var second = await ServeProcess.StartAsync(Path.Combine(_folder.Path, "elsewhere"), places);
        using var other = new HttpClient { BaseAddress = second.Address };
        other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        (await other.GetByteArrayAsync($"{campaign}/targets/1L2Y/structure")).ShouldBe(structure);
        (await other.GetFromJsonAsync<JsonObject>(campaign))!["state"]!.GetValue<string>().ShouldBe("succeeded");
        (await other.GetFromJsonAsync<JsonObject>("/api/v1/workflows"))!["items"]!.AsArray().ShouldContain(workflow => workflow!["id"]!.GetValue<string>() == "fold");
        (await second.StopAsync()).ShouldBe(0, string.Join('\n', second.Lines));
    }
}
