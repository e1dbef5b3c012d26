using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Foldline.Persistence.Access;

namespace Foldline.Server.Tests.Elsa;

/// <summary>Runs as files, activities tried by themselves, and what is refused in a sentence.</summary>
public sealed class FileAndTrialTests : IAsyncLifetime
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

    private Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body = null) => ElsaServer.SendAsync(_admin, method, path, body);

    private async Task<string> RunAsync(string id, string script)
    {
        await SendAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = ElsaServer.Line(id, script), ["publish"] = true });
        var run = (await SendAsync("POST", $"/workflow-definitions/{id}/dispatch", new JsonObject())).Body!["workflowInstanceId"]!.ToString();
        await ElsaServer.WaitAsync(_admin, run, "Finished");
        return run;
    }

    [Fact]
    public async Task A_run_goes_out_as_a_file_and_several_as_an_archive_of_the_callers_project_alone()
    {
        var (one, two) = (await RunAsync("w", "'one'"), await RunAsync("v", "'two'"));
        var file = (await SendAsync("GET", $"/workflow-instances/{one}/export")).Body!;
        file["workflowState"]!["subStatus"]!.ToString().ShouldBe("Finished");
        file["activityExecutionRecords"]!.AsArray().ShouldContain(record => record!["activityId"]!.ToString() == "line");
        file["workflowExecutionLogRecords"]!.AsArray().Count.ShouldBeGreaterThan(2);

        using var answer = await _admin.PostAsJsonAsync("/elsa/api/bulk-actions/export/workflow-instances", new { ids = (string[])[one, two, "nope"] }, Token);
        using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync(Token));
        archive.Entries.Select(entry => entry.FullName).ShouldBe([$"workflow-instance-{one}.json", $"workflow-instance-{two}.json"]);

        var other = await _elsa.ClientAsync(project: "other");
        (await ElsaServer.SendAsync(other, "GET", $"/workflow-instances/{one}/export")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await ElsaServer.SendAsync(other, "POST", "/bulk-actions/export/workflow-instances", new JsonObject { ["ids"] = new JsonArray(one, two) })).Status
            .ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_activity_is_tried_by_itself_and_its_failure_is_told()
    {
        var run = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Golden, "elsa-studio", "demo-run.json"), Token))!;
        run["root"]!["activities"]!.AsArray().Single(node => node!["id"]!.ToString() == "encode")!["source"] = null;
        await SendAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = run.DeepClone() });
        JsonObject Trial(string activity) => new()
        {
            ["workflowDefinitionHandle"] = new JsonObject { ["definitionId"] = "demo-run", ["versionOptions"] = "Latest" },
            ["activityHandle"] = new JsonObject { ["activityNodeId"] = activity },
        };
        var answer = (await SendAsync("POST", "/tests/activities", Trial("Workflow1:flow:encode"))).Body!;
        answer["status"]!.ToString().ShouldBe("Faulted");
        answer["exception"]!["message"]!.ToString().ShouldContain("Source is required.");
        run["variables"]!.AsArray().Add(new JsonObject { ["id"] = "made", ["name"] = "made", ["typeName"] = "String" });
        run["root"]!["activities"]!.AsArray().Single(node => node!["id"]!.ToString() == "encode")!["source"] = new JsonObject
        {
            ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Variable", ["value"] = new JsonObject { ["id"] = "made", ["name"] = "made" } },
        };
        await SendAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = run.DeepClone() });
        var unfit = await SendAsync("POST", "/tests/activities", Trial("Workflow1:flow:encode"));
        (unfit.Status, unfit.Body!["status"]!.ToString()).ShouldBe((HttpStatusCode.OK, "Faulted"), "the tab waits for ever where it is refused");
        unfit.Body!["exception"]!["message"]!.ToString().ShouldContain("nothing before it has run");
        (await SendAsync("POST", "/tests/activities", Trial("Workflow1:flow:none"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await ElsaServer.SendAsync(await _elsa.ClientAsync(AccessScope.Read), "POST", "/tests/activities", Trial("Workflow1:flow:encode"))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_this_server_does_not_do_is_refused_in_a_sentence_the_studio_shows()
    {
        foreach (var (path, body, status, sentence) in new (string, JsonNode, HttpStatusCode, string)[]
        {
            ("/bulk-actions/import/workflow-instances", new JsonObject(), HttpStatusCode.BadRequest, "not taken in from files"),
            ("/tasks/t-1/complete", new JsonObject { ["result"] = 1 }, HttpStatusCode.NotFound, "Elsa.RunTask"),
            ("/alterations/submit", new JsonObject(), HttpStatusCode.NotFound, "does not speak this part of Elsa's interface"),
            ("/workflow-definitions/none/update-references", new JsonObject(), HttpStatusCode.NotFound, "There is no workflow 'none'"),
        })
        {
            var refused = await SendAsync("POST", path, body);
            refused.Status.ShouldBe(status, path);
            refused.Body!["errors"]!["generalErrors"]![0]!.ToString().ShouldContain(sentence);
        }
    }

    [Fact]
    public async Task A_definition_goes_out_with_those_that_start_it_where_that_is_asked_for()
    {
        await RunAsync("child", "'one'");
        var parent = ElsaServer.Line("parent", "'x'");
        parent["root"] = new JsonObject
        {
            ["id"] = "start", ["type"] = "Elsa.DispatchWorkflow", ["version"] = 1,
            ["workflowDefinitionId"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "child" } },
        };
        (await SendAsync("POST", "/workflow-definitions", new JsonObject { ["model"] = parent })).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync("GET", "/workflow-definitions/child/consumers")).Body!["consumingWorkflowDefinitionIds"]!.AsArray().ShouldHaveSingleItem()!.ToString().ShouldBe("parent");
        (await SendAsync("GET", "/workflow-definitions/child/export")).Body!["definitionId"]!.ToString().ShouldBe("child");
        using var answer = await _admin.GetAsync("/elsa/api/workflow-definitions/child/export?includeConsumingWorkflows=true", Token);
        using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync(Token));
        archive.Entries.Select(entry => entry.FullName).ShouldBe(["child-v1.json", "parent-v1.json"]);
    }

    [Fact]
    public async Task References_follow_what_is_published_so_that_none_has_to_be_updated()
    {
        await RunAsync("child", "'one'");
        (await SendAsync("POST", "/workflow-definitions/child/update-references", new JsonObject())).Body!["affectedWorkflows"]!.AsArray().ShouldBeEmpty();
    }
}
