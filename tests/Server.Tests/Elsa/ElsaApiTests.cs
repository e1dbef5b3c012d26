using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Foldline.Persistence.Access;

namespace Foldline.Server.Tests.Elsa;

public sealed class ElsaApiTests : IAsyncLifetime
{
    private ElsaServer _elsa = null!;
    private HttpClient _admin = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _elsa = await ElsaServer.StartAsync(new EncodeFile(), new BenchStep());
        _admin = await _elsa.ClientAsync();
    }

    public async ValueTask DisposeAsync() => await _elsa.DisposeAsync();

    private static JsonObject Line(string id, string script) => ElsaServer.Line(id, script);

    private static Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpClient client, string method, string path, JsonNode? body = null) =>
        ElsaServer.SendAsync(client, method, path, body);

    private Task<(HttpStatusCode Status, JsonNode? Body)> SaveAsync(JsonObject model, bool publish = true) =>
        SendAsync(_admin, "POST", "/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = publish });

    [Fact]
    public async Task Editing_a_published_definition_makes_a_draft_and_publishing_makes_it_run()
    {
        await SaveAsync(Line("w", "'one'"));
        await SaveAsync(Line("w", "'two'"), publish: false);
        async Task<string> Versions(string options)
        {
            var list = (await SendAsync(_admin, "GET", $"/workflow-definitions?versionOptions={options}&DefinitionIds=w&OrderBy=Version")).Body!;
            return string.Join(' ', list["items"]!.AsArray().Select(item => item!["version"]));
        }
        (await Versions("Published"), await Versions("Latest"), await Versions("AllVersions"), await Versions("LatestOrPublished"), await Versions("Draft"))
            .ShouldBe(("1", "2", "1 2", "1 2", "2"));
        (await SendAsync(_admin, "POST", "/workflow-definitions/w/publish", new JsonObject())).Body!["alreadyPublished"]!.GetValue<bool>().ShouldBeFalse();
        (await SendAsync(_admin, "POST", "/workflow-definitions/w/publish", new JsonObject())).Body!["alreadyPublished"]!.GetValue<bool>().ShouldBeTrue();
        (await Versions("Published"), await Versions("LatestAndPublished")).ShouldBe(("2", "2"));
        var version = (await SendAsync(_admin, "GET", "/workflow-definitions/by-definition-id/w?versionOptions=2")).Body!["id"]!.ToString();
        (await SendAsync(_admin, "DELETE", $"/workflow-definition-versions/{version}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Versions("Latest")).ShouldBe("1");
        (await SendAsync(_admin, "GET", "/workflow-definitions/by-definition-id/none")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(_admin, "GET", "/workflow-definitions?versionOptions=Newest")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_must_not_run_is_refused_with_the_names_of_its_nodes_and_kept_as_a_draft()
    {
        var model = Line("w", "1 +");
        var refused = await SaveAsync(model);
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.Body!["errors"]!["generalErrors"]![0]!.ToString().ShouldStartWith("line (Elsa.WriteLine), input 'text': the script cannot be read");
        (await SendAsync(_admin, "GET", "/workflow-definitions/by-definition-id/w")).Body!["isPublished"]!.GetValue<bool>().ShouldBeFalse();
        (await SendAsync(_admin, "POST", "/workflow-definitions/w/execute", new JsonObject())).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(_admin, "POST", "/workflow-definitions/w/execute", new JsonObject { ["versionOptions"] = "Latest" })).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(_admin, "POST", "/workflow-definitions", new JsonObject { ["model"] = new JsonObject { ["name"] = "x" } })).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_run_is_followed_by_its_journal_its_badges_its_retries_and_its_variables()
    {
        await SendAsync(_admin, "POST", "/workflow-definitions", Exchange.Of("002").Request);
        var run = await SendAsync(_admin, "POST", "/workflow-definitions/demo-chain/execute", new JsonObject
        {
            ["versionOptions"] = "Latest", ["correlationId"] = "c-1", ["input"] = new JsonObject { ["File"] = "/in/a.mov" },
        });
        var id = run.Body!["workflowState"]!["id"]!.ToString();
        await ElsaServer.WaitAsync(_admin, id, "Finished");
        var nodes = new JsonArray("Workflow1:flow:ingest", "Workflow1:flow:encode");
        var journal = (await SendAsync(_admin, "POST", $"/workflow-instances/{id}/journal?skip=0&take=50", new JsonObject
        {
            ["filter"] = new JsonObject { ["activityNodeIds"] = nodes.DeepClone(), ["excludedActivityTypes"] = new JsonArray("Elsa.Workflow", "Elsa.Flowchart") },
        })).Body!["items"]!.AsArray();
        journal.Select(entry => $"{entry!["activityId"]}:{entry["eventName"]}").ShouldBe(
            ["ingest:Started", "ingest:Completed", "encode:Started", "encode:Retrying", "encode:Retrying", "encode:Completed"]);
        journal[3]!["message"]!.ToString().ShouldContain("disk busy");
        var badges = (await SendAsync(_admin, "POST", "/activity-executions/report", new JsonObject { ["workflowInstanceId"] = id, ["activityNodeIds"] = nodes })).Body!["stats"]!;
        (badges[1]!["startedCount"]!.GetValue<int>(), badges[1]!["completedCount"]!.GetValue<int>(), badges[1]!["isFaulted"]!.GetValue<bool>()).ShouldBe((1, 1, false));
        badges[1]!["metadata"]!["Extensions"]!["RetryAttemptsCount"]!.GetValue<int>().ShouldBe(2);
        var encode = (await SendAsync(_admin, "GET", $"/activity-executions/list?WorkflowInstanceId={id}&ActivityNodeId=Workflow1:flow:encode")).Body!["items"]![0]!;
        encode["activityState"]!["Codec"]!.ToString().ShouldBe("hevc");
        encode["outputs"]!["Result"]!.ToString().ShouldBe("/in/a.mov.hevc");
        var retries = (await SendAsync(_admin, "GET", $"/resilience/retries/{encode["id"]}?skip=0&take=10")).Body!;
        retries["totalCount"]!.GetValue<int>().ShouldBe(2);
        retries["items"]![0]!["details"]!["exception"]!.ToString().ShouldBe("disk busy");
        var variables = (await SendAsync(_admin, "GET", $"/workflow-instances/{id}/variables")).Body!["items"]!;
        (variables[0]!["name"]!.ToString(), variables[0]!["value"]!.ToString()).ShouldBe(("Encoded", "/in/a.mov.hevc"));
        var stack = (await SendAsync(_admin, "GET", $"/activity-executions/{encode["id"]}/call-stack")).Body!["items"]!.AsArray();
        stack.Select(item => item!["activityId"]!.ToString()).ShouldBe(["flow", "encode"]);
    }

    [Fact]
    public async Task A_failed_run_names_its_incident_and_is_answered_with_500_as_elsa_does()
    {
        await SendAsync(_admin, "POST", "/workflow-definitions", Exchange.Of("002").Request);
        var run = await SendAsync(_admin, "POST", "/workflow-definitions/demo-chain/execute", new JsonObject { ["versionOptions"] = "Latest", ["input"] = null });
        run.Status.ShouldBe(HttpStatusCode.InternalServerError);
        run.Body!["workflowState"]!["subStatus"]!.ToString().ShouldBe("Faulted");
        var incident = run.Body["workflowState"]!["incidents"]![0]!;
        (incident["activityId"]!.ToString(), incident["activityNodeId"]!.ToString()).ShouldBe(("encode", "Workflow1:flow:encode"));
        incident["message"]!.ToString().ShouldContain("Source is required.");
        var list = await SendAsync(_admin, "POST", "/workflow-instances", new JsonObject { ["page"] = 0, ["pageSize"] = 10, ["hasIncidents"] = true });
        list.Body!["totalCount"]!.GetValue<int>().ShouldBe(1);
        (await SendAsync(_admin, "POST", "/workflow-instances", new JsonObject { ["status"] = "Running" })).Body!["totalCount"]!.GetValue<int>().ShouldBe(0);
        (await SendAsync(_admin, "POST", "/workflow-instances", new JsonObject { ["status"] = "Finished", ["subStatuses"] = new JsonArray("Faulted") }))
            .Body!["totalCount"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Runs_are_listed_by_their_times_and_names_and_in_the_order_asked_for()
    {
        await SaveAsync(Line("w", "'x'"));
        var ids = new List<string>();
        foreach (var name in (string[])["a", "b", "c"])
        {
            ids.Add((await SendAsync(_admin, "POST", "/workflow-definitions/w/dispatch", new JsonObject { ["correlationId"] = name })).Body!["workflowInstanceId"]!.ToString());
            await ElsaServer.WaitAsync(_admin, ids[^1], "Finished");
            await Task.Delay(20, Token);
        }
        async Task<string> ListAsync(JsonObject request) => string.Join(' ', (await SendAsync(_admin, "POST", "/workflow-instances", request)).Body!["items"]!.AsArray().Select(item => item!["name"]));
        var second = (await SendAsync(_admin, "GET", $"/workflow-instances/{ids[1]}")).Body!;
        JsonArray Times(string column, string comparison, string time) => [new JsonObject { ["column"] = column, ["operator"] = comparison, ["timestamp"] = time }];
        (await ListAsync(new JsonObject())).ShouldBe("c b a");
        (await ListAsync(new JsonObject { ["orderBy"] = "Finished", ["orderDirection"] = "Ascending" })).ShouldBe("a b c");
        (await ListAsync(new JsonObject { ["orderBy"] = "LastExecuted", ["orderDirection"] = "Descending" })).ShouldBe("c b a");
        (await ListAsync(new JsonObject { ["correlationId"] = "b" })).ShouldBe("b");
        (await ListAsync(new JsonObject { ["timestampFilters"] = Times("CreatedAt", "GreaterThanOrEqual", second["createdAt"]!.ToString()) })).ShouldBe("c b");
        (await ListAsync(new JsonObject { ["timestampFilters"] = Times("FinishedAt", "LessThan", second["finishedAt"]!.ToString()) })).ShouldBe("a");
        (await SendAsync(_admin, "POST", "/workflow-instances", new JsonObject { ["timestampFilters"] = Times("BirthdayAt", "Is", second["createdAt"]!.ToString()) })).Status
            .ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(_admin, "POST", "/workflow-instances", new JsonObject { ["timestampFilters"] = Times("CreatedAt", "IsNot", second["createdAt"]!.ToString()) })).Status
            .ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_waiting_run_is_cancelled()
    {
        var run = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Golden, "elsa-studio", "demo-run.json"), Token))!.AsObject();
        await SaveAsync(run);
        var id = (await SendAsync(_admin, "POST", "/workflow-definitions/demo-run/dispatch", new JsonObject())).Body!["workflowInstanceId"]!.ToString();
        await ElsaServer.WaitAsync(_admin, id, "Suspended");
        (await SendAsync(_admin, "POST", "/bulk-actions/cancel/workflow-instances", new JsonObject { ["ids"] = new JsonArray(id, "nope") })).Body!["cancelled"]!
            .GetValue<int>().ShouldBe(1);
        await ElsaServer.WaitAsync(_admin, id, "Cancelled");
    }

    [Fact]
    public async Task Whoever_may_only_read_sees_everything_read_only_and_changes_nothing()
    {
        await SaveAsync(Line("w", "'x'"));
        var reader = await _elsa.ClientAsync(AccessScope.Read);
        var list = (await SendAsync(reader, "GET", "/workflow-definitions?versionOptions=Latest")).Body!;
        list["links"]!.AsArray().ShouldNotContain(link => link!["rel"]!.ToString() == "bulk-publish");
        list["items"]![0]!["links"]!.AsArray().ShouldNotContain(link => link!["rel"]!.ToString() == "publish");
        foreach (var client in new[] { reader, await _elsa.ClientAsync(AccessScope.Submit) })
        {
            (await SendAsync(client, "POST", "/workflow-definitions", new JsonObject { ["model"] = Line("w", "'y'") })).Status.ShouldBe(HttpStatusCode.Forbidden);
            (await SendAsync(client, "DELETE", "/workflow-definitions/w")).Status.ShouldBe(HttpStatusCode.Forbidden);
        }
        (await SendAsync(reader, "POST", "/workflow-definitions/w/execute", new JsonObject())).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(await _elsa.ClientAsync(AccessScope.Submit), "POST", "/workflow-definitions/w/execute", new JsonObject())).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Another_projects_runs_are_not_there()
    {
        await SaveAsync(Line("w", "'x'"));
        var id = (await SendAsync(_admin, "POST", "/workflow-definitions/w/dispatch", new JsonObject())).Body!["workflowInstanceId"]!.ToString();
        await ElsaServer.WaitAsync(_admin, id, "Finished");
        var other = await _elsa.ClientAsync(project: "other");
        foreach (var path in (string[])[$"/workflow-instances/{id}", $"/workflow-instances/{id}/execution-state", $"/workflow-instances/{id}/variables",
            $"/workflow-instances/{id}/journal", $"/activity-executions/list?WorkflowInstanceId={id}", $"/activity-executions/by-id?id={id}-1",
            $"/activity-executions/{id}-1/call-stack", $"/resilience/retries/{id}-1"])
            (await SendAsync(other, "GET", path)).Status.ShouldBe(HttpStatusCode.NotFound, path);
        (await SendAsync(other, "POST", "/workflow-instances", new JsonObject())).Body!["totalCount"]!.GetValue<int>().ShouldBe(0);
        foreach (var (path, body) in new[] { ($"/cancel/workflow-instances/{id}", new JsonObject()), ($"/workflow-instances/{id}/journal", new JsonObject()),
            ("/activity-executions/report", new JsonObject { ["workflowInstanceId"] = id, ["activityNodeIds"] = new JsonArray("Workflow1:line") }) })
            (await SendAsync(other, "POST", path, body)).Status.ShouldBe(HttpStatusCode.NotFound, path);
        (await SendAsync(other, "POST", "/bulk-actions/delete/workflow-instances/by-id", new JsonObject { ["ids"] = new JsonArray(id) })).Body!["deleted"]!.GetValue<int>().ShouldBe(0);
        (await SendAsync(other, "DELETE", $"/workflow-instances/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(other, "POST", "/bulk-actions/cancel/workflow-instances", new JsonObject { ["ids"] = new JsonArray(id) })).Body!["cancelled"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Files_go_out_and_come_in_and_archives_cannot_leave_their_place()
    {
        await SaveAsync(Line("w", "'x'"));
        var exported = await _admin.GetStringAsync("/elsa/api/workflow-definitions/w/export?versionOptions=Latest", Token);
        JsonNode.Parse(exported)!["$schema"]!.ToString().ShouldContain("elsaworkflows.io");
        var imported = await SendAsync(_admin, "POST", "/workflow-definitions/import", JsonNode.Parse(exported.Replace("\"w\"", "\"v\"", StringComparison.Ordinal)));
        (imported.Status, imported.Body!["definitionId"]!.ToString(), imported.Body["isPublished"]!.GetValue<bool>()).ShouldBe((HttpStatusCode.Created, "v", false));

        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var name in (string[])["../../evil.json", "a/good.json"])
                await using (var entry = await archive.CreateEntry(name).OpenAsync(Token))
                    await entry.WriteAsync(Encoding.UTF8.GetBytes(Line(name.Contains("evil", StringComparison.Ordinal) ? "e" : "g", "'x'").ToJsonString()), Token);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(buffer.ToArray()), "files", "all.zip" } };
        using var answer = await _admin.PostAsync("/elsa/api/workflow-definitions/import-files", form, Token);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["count"]!.GetValue<int>().ShouldBe(2);
        Directory.EnumerateFiles(_elsa.Server.Folder, "evil*", SearchOption.AllDirectories).ShouldBeEmpty();

        foreach (var (entries, length, told) in new[] { (1, 10 << 20, "longer than 4 MB"), (60, 1 << 20, "longer than 16 MB"), (101, 1, "100 are the most") })
        {
            using var bomb = new MemoryStream();
            using (var archive = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
                for (var i = 0; i < entries; i++)
                    await using (var entry = await archive.CreateEntry($"{i}.json").OpenAsync(Token)) await entry.WriteAsync(new byte[length], Token);
            using var packed = new MultipartFormDataContent { { new ByteArrayContent(bomb.ToArray()), "files", "bomb.zip" } };
            using var stopped = await _admin.PostAsync("/elsa/api/workflow-definitions/import-files", packed, Token);
            stopped.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await stopped.Content.ReadAsStringAsync(Token)).ShouldContain(told);
        }

        using var broken = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "files", "all.zip" } };
        using var refused = await _admin.PostAsync("/elsa/api/workflow-definitions/import-files", broken, Token);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_palette_shows_our_activities_with_types_defaults_units_and_classes()
    {
        var items = (await SendAsync(_admin, "GET", "/descriptors/activities?Refresh=True")).Body!["items"]!.AsArray();
        JsonNode Find(string type) => items.Single(item => item!["typeName"]!.ToString() == type)!;
        var encode = Find("Demo.EncodeFile");
        encode["description"]!.ToString().ShouldContain("Resource class Light");
        encode["customProperties"]!["ResourceClass"]!.ToString().ShouldBe("Light");
        encode["ports"]!.AsArray().Select(port => port!["name"]!.ToString()).ShouldBe(["Done", "Failed"]);
        var codec = encode["inputs"]!.AsArray().Single(input => input!["name"]!.ToString() == "Codec")!;
        (codec["uiHint"]!.ToString(), codec["defaultValue"]!.ToString()).ShouldBe(("dropdown", "h264"));
        encode["outputs"]![0]!["description"]!.ToString().ShouldContain("Unit: bytes");
        Find("Elsa.FlowDecision")["ports"]!.AsArray().Count.ShouldBe(2);
        Find("Elsa.ForEach")["ports"]![0]!["type"]!.ToString().ShouldBe("Embedded");
        Find("Elsa.Flowchart")["isContainer"]!.GetValue<bool>().ShouldBeTrue();
        Find("Elsa.Workflow")["isBrowsable"]!.GetValue<bool>().ShouldBeFalse();
        var features = (await SendAsync(_admin, "GET", "/features/installed")).Body!["items"]!.AsArray().Select(item => item!["fullName"]!.ToString()).ToList();
        features.ShouldContain("Elsa.Resilience");
        features.ShouldNotContain("Elsa.RealTimeWorkflowUpdates");
    }
}
