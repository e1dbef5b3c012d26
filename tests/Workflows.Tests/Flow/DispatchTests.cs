using System.Text.Json.Nodes;
using static Foldline.Workflows.Tests.Json;

namespace Foldline.Workflows.Tests;

public sealed class DispatchTests
{
    private static FlowHarness Dispatching(string type, params (string, JsonNode?)[] properties) => new(Workflow(Flowchart("f",
        [Node("ask", type, [("workflowDefinitionId", Literal("fold")), .. properties]), Node("after", "Test.Light", ("text", Script("JSON.stringify(getResult())")))],
        type == "Elsa.DispatchWorkflow" ? "ask>after" : "ask.Completed>after"), [("Result", "Object")]));

    [Fact]
    public void A_request_lies_in_the_state_until_its_instances_exist_and_the_node_waits_for_their_end()
    {
        var flow = Dispatching("Elsa.DispatchWorkflow", ("waitForCompletion", Literal("true")), ("correlationId", Literal("child")),
            ("input", Expression("Object", "{\"Seeds\":[1,2]}")), ("result", To("Result")));
        var request = flow.State.Requests.ShouldHaveSingleItem();
        (request.DefinitionId, request.Wait).ShouldBe(("fold", true));
        request.Items.ShouldHaveSingleItem().Name.ShouldBe("child");
        request.Items[0].Inputs.ToJsonString().ShouldBe("{\"Seeds\":[1,2]}");

        flow.Step(machine => machine.ChildrenCreated(request.Frame));
        flow.State.Requests.ShouldBeEmpty();
        flow.State.Frames.ShouldContain(frame => frame.Status == FrameStatus.Suspended);
        flow.Step(machine => machine.ChildrenEnded(request.Frame, new ChildrenEnd(1, 0, 0, new JsonObject { ["Ranking"] = "r" })));
        flow.Step(machine => machine.ChildrenEnded(request.Frame, new ChildrenEnd(1, 0, 0, null)));
        flow.WorkAll().Log.ShouldBe(["{\"Ranking\":\"r\"}"]);
        flow.Finished.ShouldBeTrue();
    }

    [Fact]
    public void A_node_that_does_not_wait_goes_on_once_the_instances_exist()
    {
        var flow = Dispatching("Elsa.DispatchWorkflow");
        var request = flow.State.Requests.ShouldHaveSingleItem();
        flow.WorkAll().Finished.ShouldBeFalse();
        flow.Step(machine => machine.ChildrenCreated(request.Frame));
        flow.WorkAll().Finished.ShouldBeTrue();
    }

    [Fact]
    public void Bulk_dispatch_makes_one_instance_an_item_and_names_them_apart()
    {
        var flow = Dispatching("Elsa.BulkDispatchWorkflows", ("items", Script("[{ Text: 'a', Seed: 1 }, 'b', { Text: 'a' }]")),
            ("input", Expression("Object", "{\"Seed\":7}")), ("correlationIdFunction", Script("getItem().Text || 'plain'")));
        var request = flow.State.Requests.ShouldHaveSingleItem();
        request.Wait.ShouldBeTrue();
        request.Items.Select(item => $"{item.Name} {item.Inputs.ToJsonString()}").ShouldBe(
            ["a {\"Seed\":1,\"Text\":\"a\"}", "plain {\"Seed\":7,\"Item\":\"b\"}", "a-3 {\"Seed\":7,\"Text\":\"a\"}"]);
        flow.Step(machine => machine.ChildrenCreated(request.Frame));
        flow.Step(machine => machine.ChildrenEnded(request.Frame, new ChildrenEnd(2, 1, 0, null)));
        flow.WorkAll().Finished.ShouldBeTrue();
        flow.Ended.ShouldContain("ask:Completed, Done");
    }

    [Fact]
    public void No_items_need_no_instances() => Dispatching("Elsa.BulkDispatchWorkflows", ("items", Script("[]"))).WorkAll().Finished.ShouldBeTrue();

    [Fact]
    public void Thousands_of_items_are_one_request()
    {
        var flow = Dispatching("Elsa.BulkDispatchWorkflows", ("items", Script("Array.from({ length: 20000 }, (_, i) => i)")));
        flow.State.Requests.ShouldHaveSingleItem().Items.Count.ShouldBe(20_000);
        flow.State.Requests[0].Items.Select(item => item.Name).Distinct().Count().ShouldBe(20_000);
    }

    [Fact]
    public void Activities_for_each_child_are_refused_by_name()
    {
        var problem = new DefinitionValidator(Activities.ActivityCatalog.Describing()).Validate(Workflow(Node("ask", "Elsa.BulkDispatchWorkflows",
            ("workflowDefinitionId", Literal("fold")), ("items", Script("[1]")), ("childCompleted", Node("x", "Elsa.WriteLine"))))).ShouldHaveSingleItem();
        problem.Message.ShouldStartWith("ask (Elsa.BulkDispatchWorkflows) has an activity in 'childCompleted'");
    }
}
