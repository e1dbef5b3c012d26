using System.Text.Json.Nodes;
using static Foldline.Workflows.Tests.Json;

namespace Foldline.Workflows.Tests;

/// <summary>Loops. The harness crashes between all steps, so each of these tests is one of durability, too.</summary>
public sealed class LoopTests
{
    private static JsonObject Light(string id, string script) => Node(id, "Test.Light", ("text", Script(script)));

    private static JsonObject Sequence(string id, params JsonObject[] activities) => Node(id, "Elsa.Sequence", ("activities", new JsonArray([.. activities])));

    [Fact]
    public void For_each_takes_one_item_after_another()
    {
        var flow = new FlowHarness(Workflow(Node("loop", "Elsa.ForEach", ("items", Script("['a', 'b', 'c']")),
            ("body", Light("work", "getCurrentIndex() + getCurrentValue()")))));
        flow.State.Frames.Count(frame => frame.Status == FrameStatus.Ready).ShouldBe(1);
        flow.WorkAll().Log.ShouldBe(["0a", "1b", "2c"]);
        flow.Finished.ShouldBeTrue();
    }

    [Fact]
    public void Parallel_for_each_makes_all_items_ready_and_ends_with_the_last()
    {
        var flow = new FlowHarness(Workflow(Sequence("s", Node("loop", "Elsa.ParallelForEach", ("items", Expression("Object", "[1,2,3]")),
            ("body", Sequence("body", Light("work", "'w' + getVariable('CurrentValue')"), Light("then", "'t' + variables.CurrentValue")))),
            Light("last", "'last'"))));
        flow.State.Frames.Count(frame => frame.Status == FrameStatus.Ready).ShouldBe(3);
        flow.Work().Work().Work().Log.ShouldBe(["w1", "w2", "w3"]);
        flow.WorkAll().Log.ShouldBe(["w1", "w2", "w3", "t1", "t2", "t3", "last"]);
        flow.Finished.ShouldBeTrue();
    }

    [Fact]
    public void Inner_loops_see_their_own_value_and_capture_the_outer_one()
    {
        var inner = Node("inner", "Elsa.ForEach", ("items", Script("[1, 2]")), ("body", Light("work", "getOuter() + getCurrentValue()")));
        var flow = new FlowHarness(Workflow(Node("outer", "Elsa.ForEach", ("items", Script("['a', 'b']")), ("currentValue", To("Outer")), ("body", inner)),
            [("Outer", "Object")]));
        flow.WorkAll().Log.ShouldBe(["a1", "a2", "b1", "b2"]);
    }

    [Fact]
    public void The_items_are_read_once_when_the_loop_begins()
    {
        var flow = new FlowHarness(Workflow(Node("loop", "Elsa.ForEach", ("items", Variable("Items")),
            ("body", Sequence("body", Light("work", "getCurrentValue()"), Node("set", "Elsa.SetVariable",
                ("variable", new JsonObject { ["id"] = "Items", ["name"] = "Items" }), ("value", Script("['x', 'y', 'z']")))))),
            [("Items", "Object")]).With(json => json["variables"]![0]!["value"] = new JsonArray("a", "b")));
        flow.WorkAll().Log.ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public void No_items_end_a_loop_at_once(string items) =>
        new FlowHarness(Workflow(Node("loop", "Elsa.ForEach", ("items", Script(items)), ("body", Light("work", "1"))))).Finished.ShouldBeTrue();

    [Fact]
    public void More_items_than_a_loop_may_have_are_sent_to_tables()
    {
        var flow = new FlowHarness(Workflow(Node("loop", "Elsa.ParallelForEach", ("items", Script("Array.from({ length: 2000 }, (_, i) => i)")),
            ("body", Light("work", "1")))));
        flow.Failures.ShouldHaveSingleItem().Message.ShouldContain("Elsa.BulkDispatchWorkflows");
        flow.State.Frames.ShouldHaveSingleItem().Status.ShouldBe(FrameStatus.Failed);
    }

    [Fact]
    public void What_is_no_list_is_named() =>
        new FlowHarness(Workflow(Node("loop", "Elsa.ParallelForEach", ("items", Script("7")), ("body", Light("work", "1")))))
            .Failures.ShouldHaveSingleItem().Message.ShouldContain("loop (Elsa.ParallelForEach), input items is not a list");
}
