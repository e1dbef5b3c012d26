using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Foldline.Activities;
using Foldline.Activities.Features;
using Foldline.Activities.Prediction;
using Foldline.Activities.Ranking;
using Foldline.Activities.Search;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Persistence.Access;
using Foldline.Scheduling;
using Foldline.Server.Access;
using Foldline.Server.Campaigns;
using Foldline.Server.Hosting;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Tests;

/// <summary>The real server on a free loopback port, with state in a folder of its own and its log kept.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly List<HttpClient> _clients = [];

    private static readonly ActivityCatalog Activities = ActivityCatalog.Describing(ActivityDescriptor.Of<SearchAlignments>(), ActivityDescriptor.Of<BuildFeatures>(),
        ActivityDescriptor.Of<PredictStructures>(), ActivityDescriptor.Of<RankSamples>());

    private SqliteRunStore _state = null!;

    private ServerUnderTest() { }

    public ICampaigns Campaigns => App.Services.GetRequiredService<ICampaigns>();

    public WebApplication App { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public string Folder => _folder.Path;

    /// <summary>Every line of the log, as the console would show it.</summary>
    public IReadOnlyCollection<string> Log => _log;

    public ApiKeys Keys => App.Services.GetRequiredService<ApiKeys>();

    public static async Task<ServerUnderTest> StartAsync(Func<ServerOptions, ServerOptions>? change = null, Action<IServiceCollection>? compose = null, string? database = null)
    {
        var server = new ServerUnderTest();
        try
        {
            await server.OpenAsync(change, compose, database);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task OpenAsync(Func<ServerOptions, ServerOptions>? change, Action<IServiceCollection>? compose, string? database)
    {
        var server = this;
        var options = new ServerOptions
        {
            Url = new Uri("http://127.0.0.1:0"), DataFolder = server._folder.Path, Database = database ?? "sqlite:" + Path.Combine(server._folder.Path, "foldline.db"),
        };
        options = change?.Invoke(options) ?? options;
        server._state = await SqliteRunStore.OpenAsync(Path.Combine(server._folder.Path, "foldline.db"));
        var definitions = new DefinitionCatalog(await DefinitionStore.OpenSqliteAsync(Path.Combine(server._folder.Path, "foldline.db")), new DefinitionValidator(Activities), TimeProvider.System);
        await definitions.SeedAsync();
        server.App = await ServerHost.BuildAsync(options, services =>
        {
            services.AddSingleton<IArtifactStore>(new FolderArtifactStore(Path.Combine(server._folder.Path, "blobs")));
            services.AddSingleton<ICampaigns>(new CampaignStore(server._state, Activities, TimeProvider.System));
            services.AddSingleton<ISchedules>(new ScheduleBook(new ScheduleStore(server._state, TimeProvider.System), Activities, TimeProvider.System));
            services.AddSingleton(definitions);
            services.AddSingleton(new KnownDatabases(["uniref90"]));
            services.AddSingleton(new ServedModel("foldline-demo", "untrained", "", "cpu"));
            services.AddSingleton<IPlanner, TestPlanner>();
            services.RemoveAll<ILoggerProvider>();
            services.AddSingleton<ILoggerProvider>(provider => new LogKeeper(server._log, provider.GetRequiredService<TimeProvider>()));
            compose?.Invoke(services);
        }, CancellationToken.None);
        await server.App.StartAsync();
        server.Address = new Uri(server.App.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
    }

    public async Task<string> KeyAsync(AccessScope scope = AccessScope.Admin, string project = "default") =>
        (await Keys.CreateAsync($"test {scope}", project, scope, null, CancellationToken.None)).Text;

    public async Task<HttpClient> ClientAsync(AccessScope scope = AccessScope.Admin, string project = "default") => Client(await KeyAsync(scope, project));

    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        if (App is not null)
        {
            await App.StopAsync();
            await App.DisposeAsync();
        }
        if (_state is not null) await _state.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
