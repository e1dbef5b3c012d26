using Foldline.Persistence.Access;

namespace Foldline.Server.Tests.Security;

/// <summary>A server whose project "default" holds one of everything, so that every address with an id can be asked with a real one.</summary>
internal sealed class SampleServer : IAsyncDisposable
{
    private SampleServer(ServerUnderTest server, Sample sample) => (Server, Sample) = (server, sample);

    public ServerUnderTest Server { get; }

    public Sample Sample { get; }

    public IReadOnlyCollection<string> Log => Server.Log;

    public static async Task<SampleServer> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync(options => options with { Rates = new() { KeyBurst = 5000, AddressBurst = 5000 } });
        return new SampleServer(server, await Sample.MakeAsync(server));
    }

    /// <summary>What is the same for all projects: it has a parameter, but no owner.</summary>
    public static bool IsShared(string route) => route.StartsWith("/api/v1/workflows/", StringComparison.Ordinal);

    public HttpClient Client(string? key = null) => Server.Client(key);

    public Task<HttpClient> ClientAsync(AccessScope scope = AccessScope.Admin, string project = "default") => Server.ClientAsync(scope, project);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
