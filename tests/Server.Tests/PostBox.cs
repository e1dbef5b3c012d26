using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Net;

namespace Foldline.Server.Tests;

/// <summary>Takes whatever is posted to it on loopback, and fails the first requests where asked to.</summary>
internal sealed class PostBox : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _work;
    private readonly int _answer;
    private int _failures;

    public PostBox(int failures = 0, int answer = 204)
    {
        (_failures, _answer) = (failures, answer);
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

    /// <summary>What came.</summary>
    public ConcurrentQueue<(string Path, NameValueCollection Headers, byte[] Body)> Received { get; } = new();

    public async Task UntilAsync(int count)
    {
        for (var i = 0; i < 200 && Received.Count < count; i++) await Task.Delay(100);
        Received.Count.ShouldBeGreaterThanOrEqualTo(count);
    }

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
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            Received.Enqueue((context.Request.Url!.AbsolutePath, context.Request.Headers, body.ToArray()));
            context.Response.StatusCode = Interlocked.Decrement(ref _failures) >= 0 ? 500 : _answer;
            context.Response.Close();
        }
    }
}
