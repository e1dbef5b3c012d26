using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Foldline.Server.Tests.Hosting;

/// <summary>The real process: what it writes when it starts, and how it ends.</summary>
public sealed class ServeProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_says_where_the_first_key_is_but_not_the_key_and_ends_in_order_on_a_signal()
    {
        await using var serve = await ServeProcess.StartAsync(_folder.Path);
        var key = serve.Key;
        using var client = new HttpClient { BaseAddress = serve.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        (await client.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        // A reader of events that never leaves does not keep the server from ending.
        using var events = await client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead);

        var began = Stopwatch.GetTimestamp();
        var code = await serve.StopAsync();

        code.ShouldBe(0, string.Join('\n', serve.Lines));
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(12));
        serve.Lines.ShouldContain(line => line.Contains("admin.key"));
        serve.Lines.ShouldNotContain(line => line.Contains(key));
        serve.Lines[^1].ShouldBe("Stopped.");
    }

    [Fact]
    public async Task A_second_process_on_the_same_state_is_refused_and_told_why()
    {
        await using var first = await ServeProcess.StartAsync(_folder.Path);

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => ServeProcess.StartAsync(_folder.Path));

        refused.Message.ShouldContain("Another process works on the campaigns");
    }
}
