using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Foldline.Server.Tests.Hosting;

public sealed class TracingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Traces_of_requests_and_attempts_reach_the_collector_that_the_environment_names()
    {
        await using var collector = new Collector();
        await using var serve = await ServeProcess.StartAsync(_folder.Path, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        });
        using var client = serve.Client();
        var campaign = await client.SubmitAsync($">1L2Y\n{WholeServer.Peptide}", new { Seeds = (int[])[1], Samples = 1, Steps = 1, Cycles = 1, UseMsa = false });
        (await client.EndAsync(campaign, serve)).ShouldBe("succeeded", string.Join('\n', serve.Lines));

        // The last spans go out when the server stops.
        (await serve.StopAsync()).ShouldBe(0, string.Join('\n', serve.Lines));

        collector.Received.ShouldAllBe(message => message.Path == "/v1/traces" && message.Type == "application/x-protobuf");
        // Texts stand in the messages as they are: the service, a request's route, an attempt with its outcome.
        var told = string.Concat(collector.Received.Select(message => message.Body));
        foreach (var text in (string[])["foldline", "/api/v1/campaigns", "Foldline.Predict predict", "foldline.target", "1L2Y", "Succeeded"]) told.ShouldContain(text);
        told.ShouldNotContain(serve.Key, customMessage: "a key left with a trace");
    }

    /// <summary>Takes whatever is posted.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _work;

        public Collector()
        {
            using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            }
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _work = Task.Run(WorkAsync);
        }

        public string Address { get; }

        public ConcurrentQueue<(string Path, string? Type, string Body)> Received { get; } = new();

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _work;
            _listener.Close();
        }

        private async Task WorkAsync()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                Received.Enqueue((context.Request.Url!.AbsolutePath, context.Request.ContentType, await reader.ReadToEndAsync()));
                context.Response.StatusCode = 200;
                context.Response.Close();
            }
        }
    }
}
