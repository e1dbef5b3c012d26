using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Foldline.Server.Tests.Elsa;

/// <summary>
/// Each exchange recorded between Elsa Studio 3.8 and an Elsa server is made with ours: the same request gets the same status and an answer of the same shape.
/// </summary>
public sealed class RecordedExchangesTests(RecordedExchangesTests.Scene scene) : IClassFixture<RecordedExchangesTests.Scene>
{
    /// <summary>Exchanges whose request is changed on the way, because they would spoil the scene for the others, or because the recording's own names are in it.</summary>
    private static readonly Dictionary<string, Func<Scene, Exchange, Task<Exchange>>> Prepared = new(StringComparer.Ordinal)
    {
        ["001"] = async (scene, exchange) => exchange with { Request = new JsonObject { ["username"] = "admin", ["password"] = await scene.Elsa.Server.KeyAsync() } },
        ["029"] = async (scene, exchange) => exchange with { Path = $"/elsa/api/workflow-instances/{await scene.FinishedAsync()}" },
        ["030"] = (scene, exchange) => Task.FromResult(exchange with { Path = exchange.Path.Replace("2be9b4e092d4b66f", scene.Draft, StringComparison.Ordinal) }),
        ["032"] = async (scene, exchange) => exchange with { Request = Ids("demo-chain", "demo-run", (await scene.CopyAsync(publish: false))) },
        ["033"] = async (scene, exchange) => exchange with { Path = $"/elsa/api/workflow-definitions/{await scene.CopyAsync(publish: false)}" },
        ["044"] = (scene, exchange) => Task.FromResult(exchange with { Request = new JsonObject { ["ids"] = new JsonArray(scene.Finished) } }),
        ["053"] = async (scene, exchange) => exchange with { Path = $"/elsa/api/workflow-definitions/{await scene.CopyAsync(publish: true)}/publish" },
        ["054"] = async (scene, exchange) => exchange with { Path = $"/elsa/api/workflow-definitions/{await scene.CopyAsync(publish: true)}/retract" },
        ["055"] = async (scene, exchange) => exchange with { Path = $"/elsa/api/workflow-definitions/{await scene.CopyAsync(publish: true)}/revert/1" },
        ["056"] = async (scene, exchange) => exchange with { Request = Ids(await scene.CopyAsync(publish: false)) },
        ["002"] = (scene, exchange) => Task.FromResult(exchange with { Request = Renamed(exchange.Request!, "posted-002") }),
        ["018"] = (scene, exchange) => Task.FromResult(exchange with { Request = Renamed(exchange.Request!, "posted-018") }),
        ["066"] = (scene, exchange) => Task.FromResult(exchange with { Request = Renamed(exchange.Request!, "posted-066") }),
    };

    public static IEnumerable<TheoryDataRow<string>> Files => Exchange.All.Select(exchange => new TheoryDataRow<string>(exchange.File));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_recorded_request_gets_the_recorded_status_and_shape(string file)
    {
        var exchange = scene.Translate(Exchange.All.Single(one => one.File == file));
        if (Prepared.TryGetValue(file[..3], out var prepare)) exchange = await prepare(scene, exchange);
        using var request = new HttpRequestMessage(new HttpMethod(exchange.Method), exchange.Path + exchange.Query);
        if (exchange.Request is { } body) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await scene.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(exchange.Status, text);
        if (exchange.ContentType is { } type && text.Length > 0) answer.Content.Headers.ContentType!.MediaType.ShouldBe(type.Split(';')[0]);
        if (exchange.Shape is null || exchange.Shape.ToString() == "text") return;
        var differences = Shape.Differences(JsonNode.Parse(text), exchange.Shape);
        differences.ShouldBeEmpty($"{string.Join('\n', differences.Take(20))}\nin {text[..Math.Min(2000, text.Length)]}");
        if (exchange.Path.EndsWith("/execute", StringComparison.Ordinal)) answer.Headers.Contains("x-elsa-workflow-instance-id").ShouldBeTrue();
    }

    private static JsonObject Ids(params string[] ids) => new() { ["definitionIds"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) };

    private static JsonNode Renamed(JsonNode request, string id)
    {
        var copy = request.DeepClone();
        copy["model"]!["definitionId"] = id;
        return copy;
    }

    /// <summary>The state the recordings were made in: two definitions with versions, a draft, a run that has finished and one that waits.</summary>
    public sealed class Scene : IAsyncLifetime
    {
        private readonly Dictionary<string, string> _ours = new(StringComparer.Ordinal);
        private int _copies;

        internal ElsaServer Elsa { get; private set; } = null!;

        internal HttpClient Client { get; private set; } = null!;

        internal string Draft { get; private set; } = "";

        internal string Finished { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Elsa = await ElsaServer.StartAsync(new EncodeFile(), new BenchStep());
            Client = await Elsa.ClientAsync();
            _ours["c483be191cb3c5f"] = Version(await PostAsync("/workflow-definitions", Exchange.Of("002").Request!));
            await PostAsync("/workflow-definitions", Exchange.Of("018").Request!);
            _ours["86740745c3396af9"] = Version(await PostAsync("/workflow-definitions", Exchange.Of("066").Request!));
            var run = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Golden, "elsa-studio", "demo-run.json")))!;
            _ours["fa6e1e0ae5ad28bc"] = Version(await PostAsync("/workflow-definitions", new JsonObject { ["model"] = run.DeepClone(), ["publish"] = true }));
            var created = await PostAsync("/workflow-definitions", Exchange.Of("065").Request!);
            Draft = created["workflowDefinition"]!["definitionId"]!.ToString();

            var dispatched = await PostAsync("/workflow-definitions/demo-run/dispatch", new JsonObject());
            var waiting = dispatched["workflowInstanceId"]!.ToString();
            Finished = await FinishedAsync();
            await ElsaServer.WaitAsync(Client, waiting, "Suspended");
            _ours["ab8a566ca7453f19"] = waiting;
            _ours["9cb4d5635935b574"] = Finished;
            var executions = (await Client.GetFromJsonAsync<JsonNode>($"/elsa/api/activity-executions/list?WorkflowInstanceId={waiting}"))!["items"]!.AsArray();
            string Execution(string activity) => executions.First(execution => execution!["activityId"]!.ToString() == activity)!["id"]!.ToString();
            (_ours["6ea37e0fe490c0bd"], _ours["a4657b8e68621c77"]) = (Execution("encode"), Execution("flow"));
        }

        public async ValueTask DisposeAsync() => await Elsa.DisposeAsync();

        /// <summary>The recording's ids in ours.</summary>
        internal Exchange Translate(Exchange exchange)
        {
            string Ours(string text) => _ours.Aggregate(text, (so, pair) => so.Replace(pair.Key, pair.Value, StringComparison.Ordinal));
            return exchange with
            {
                Path = Ours(exchange.Path), Query = Ours(exchange.Query), Request = exchange.Request is { } body ? JsonNode.Parse(Ours(body.ToJsonString())) : null,
            };
        }

        /// <summary>A run that has finished.</summary>
        internal async Task<string> FinishedAsync()
        {
            var started = await PostAsync("/workflow-definitions/demo-chain/dispatch", new JsonObject { ["input"] = new JsonObject { ["File"] = "/in/a.mov" } });
            var id = started["workflowInstanceId"]!.ToString();
            await ElsaServer.WaitAsync(Client, id, "Finished");
            return id;
        }

        /// <summary>A definition of its own.</summary>
        internal async Task<string> CopyAsync(bool publish)
        {
            var id = $"copy-{Interlocked.Increment(ref _copies)}";
            var body = Renamed(Exchange.Of("002").Request!, id);
            body["publish"] = publish;
            await PostAsync("/workflow-definitions", body);
            return id;
        }

        internal async Task<JsonNode> PostAsync(string path, JsonNode body)
        {
            using var answer = await Client.PostAsJsonAsync("/elsa/api" + path, body);
            var text = await answer.Content.ReadAsStringAsync();
            answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {text}");
            return JsonNode.Parse(text)!;
        }

        private static string Version(JsonNode saved) => saved["workflowDefinition"]!["id"]!.ToString();
    }
}
