[assembly: AssemblyFixture(typeof(Foldline.Artifacts.Tests.SharedAzurite))]

namespace Foldline.Artifacts.Tests;

/// <summary>One blob service for the tests that leave it running; started by the first that asks.</summary>
public sealed class SharedAzurite : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<AzuriteServer>> _server;

    public SharedAzurite() => _server = new Lazy<Task<AzuriteServer>>(() => AzuriteServer.RequireAsync(_folder.Path));

    internal Task<AzuriteServer> RequireAsync() => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully) await (await _server.Value).DisposeAsync();
        _folder.Dispose();
    }
}
