using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Foldline.Artifacts.Tests;

/// <summary>A port where somebody takes the call and says nothing, or nobody takes it.</summary>
public sealed class AzureBlobSilenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TcpListener _port = new(IPAddress.Loopback, 0);
    private readonly string _address;

    public AzureBlobSilenceTests()
    {
        _port.Start();
        _address = $"AccountName=quiet;AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:{((IPEndPoint)_port.LocalEndpoint).Port}/quiet";
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _port.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_service_that_takes_the_call_and_says_nothing_counts_as_down()
    {
        var store = Open(options => options with { AnswerTimeout = TimeSpan.FromSeconds(0.3), GiveUpAfter = TimeSpan.FromSeconds(1) });
        var error = await Should.ThrowAsync<BlobUnavailableException>(() => store.PutTextAsync("x", "text/plain", Token));
        error.Message.ShouldContain("no answer in time");
        error.Message.ShouldContain("container 'foldline' of storage account 'quiet'");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_ends_the_waiting_at_once(bool listening)
    {
        if (!listening) _port.Stop();
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        var watch = Stopwatch.StartNew();
        await Should.ThrowAsync<OperationCanceledException>(() => Open(options => options).PutTextAsync("never stored", "text/plain", cancel.Token));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    private AzureBlobArtifactStore Open(Func<AzureBlobOptions, AzureBlobOptions> change) =>
        new(AzureBlobAddress.Parse(_address), change(new AzureBlobOptions(_folder.Path)), TimeProvider.System);
}
