using System.Text;

namespace Foldline.Server.Tests.Hosting;

public sealed class TracingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Traces_of_requests_and_attempts_reach_the_collector_that_the_environment_names()
    {
        await using var collector = new PostBox(answer: 200);
        await using var serve = await ServeProcess.StartAsync(_folder.Path, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        });
        using var client = serve.Client();
        var campaign = await client.SubmitAsync($">1L2Y\n{WholeServer.Peptide}", new { Seeds = (int[])[1], Samples = 1, Steps = 1, Cycles = 1, UseMsa = false });
        (await client.EndAsync(campaign, serve)).ShouldBe("succeeded", string.Join('\n', serve.Lines));

        // The last spans go out when the server stops.
        (await serve.StopAsync()).ShouldBe(0, string.Join('\n', serve.Lines));

        collector.Received.ShouldAllBe(message => message.Path == "/v1/traces" && message.Headers["Content-Type"] == "application/x-protobuf");
        // Texts stand in the messages as they are: the service, a request's route, an attempt with its outcome.
        var told = string.Concat(collector.Received.Select(message => Encoding.Latin1.GetString(message.Body)));
        foreach (var text in (string[])["foldline", "/api/v1/campaigns", "Foldline.Predict predict", "foldline.target", "1L2Y", "Succeeded"]) told.ShouldContain(text);
        told.ShouldNotContain(serve.Key, customMessage: "a key left with a trace");
    }
}
