using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Persistence.Access;
using Foldline.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Foldline.Server.Tests.Elsa;

/// <summary>The real server with the definition catalogue, campaigns on SQLite, and somebody who works on them in this process.</summary>
internal sealed class ElsaServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _worker = Task.CompletedTask;
    private SqliteRunStore _store = null!;

    public ServerUnderTest Server { get; private set; } = null!;

    public DefinitionCatalog Catalog => Server.App.Services.GetRequiredService<DefinitionCatalog>();

    public static Task<ElsaServer> StartAsync(params IActivity[] activities) => StartAsync(options => options, activities);

    public static async Task<ElsaServer> StartAsync(Func<Foldline.Server.Hosting.ServerOptions, Foldline.Server.Hosting.ServerOptions> change, params IActivity[] activities)
    {
        var elsa = new ElsaServer();
        var catalog = new ActivityCatalog(activities);
        elsa.Server = await ServerUnderTest.StartAsync(change, services =>
        {
            services.AddSingleton(catalog);
            services.AddSingleton(provider => new DefinitionCatalog(
                DefinitionStore.OpenSqliteAsync(State(provider)).GetAwaiter().GetResult(), new DefinitionValidator(catalog), TimeProvider.System));
            services.AddSingleton(provider => elsa._store = SqliteRunStore.OpenAsync(State(provider)).GetAwaiter().GetResult());
            services.AddSingleton<ICampaigns>(provider => new CampaignStore(provider.GetRequiredService<SqliteRunStore>(), catalog, TimeProvider.System));
        });
        var services = elsa.Server.App.Services;
        var runner = new CampaignRunner(catalog, services.GetRequiredService<IArtifactStore>(), services.GetRequiredService<SqliteRunStore>(),
            new RunnerOptions { WorkFolder = Path.Combine(elsa.Server.Folder, "work"), StopGrace = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        elsa._worker = Task.Run(() => elsa.WorkAsync(services.GetRequiredService<ICampaigns>(), runner));
        return elsa;

        static string State(IServiceProvider provider) => Path.Combine(provider.GetRequiredService<Foldline.Server.Hosting.ServerOptions>().DataFolder, "foldline.db");
    }

    public Task<HttpClient> ClientAsync(AccessScope scope = AccessScope.Admin, string project = "default") => Server.ClientAsync(scope, project);

    /// <summary>Waits until an instance is where it should be.</summary>
    public static async Task<JsonNode> WaitAsync(HttpClient client, string instance, string subStatus)
    {
        for (var i = 0; i < 300; i++)
        {
            var state = (await client.GetFromJsonAsync<JsonNode>($"/elsa/api/workflow-instances/{instance}/execution-state"))!;
            if (state["subStatus"]!.ToString() == subStatus) return state;
            await Task.Delay(100);
        }
        throw new TimeoutException($"Instance {instance} did not become {subStatus}.");
    }

    /// <summary>One call of the interface.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpClient client, string method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/elsa/api" + path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null);
    }

    /// <summary>A definition that writes what a script says.</summary>
    public static JsonObject Line(string id, string script) => new()
    {
        ["definitionId"] = id, ["name"] = id,
        ["root"] = new JsonObject
        {
            ["id"] = "line", ["type"] = "Elsa.WriteLine", ["version"] = 1,
            ["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script } },
        },
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _worker;
        await Server.DisposeAsync();
    }

    /// <summary>Works on each campaign that is open, all at once.</summary>
    private async Task WorkAsync(ICampaigns campaigns, CampaignRunner runner)
    {
        var begun = new Dictionary<string, Task>(StringComparer.Ordinal);
        while (!_stop.IsCancellationRequested)
        {
            foreach (var campaign in (await campaigns.ListAsync(new CampaignQuery(), CancellationToken.None)).Items)
            {
                if (campaign.Counts.Open == 0 || begun.TryGetValue(campaign.Id, out var running) && !running.IsCompleted) continue;
                var definition = (await campaigns.GetAsync(new CampaignRef(campaign.Id), CancellationToken.None)).Definition;
                begun[campaign.Id] = runner.RunAsync(new RunRequest(campaign.Id, definition, []) { Resume = true, RetryFailed = false }, null, _stop.Token);
            }
            await Task.Delay(50);
        }
        await Task.WhenAll(begun.Values.Select(run => run.ContinueWith(_ => { }, TaskScheduler.Default)));
    }
}
