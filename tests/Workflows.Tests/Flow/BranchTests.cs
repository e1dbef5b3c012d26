using System.Text.Json.Nodes;
using static Foldline.Workflows.Tests.Json;

namespace Foldline.Workflows.Tests;

public sealed class BranchTests
{
    private static JsonObject Light(string id) => Node(id, "Test.Light", ("text", Literal(id)));

    private static JsonObject Case(string label, string script) =>
        new() { ["label"] = label, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script } };

    private static JsonObject Join(string mode) => Node("join", "Elsa.FlowJoin", ("mode", Literal(mode)));

    private static FlowHarness Forked(string mode) => new(Workflow(Flowchart("f",
    [
        Node("fork", "Elsa.FlowFork", ("branches", Expression("Object", "[\"A\",\"B\"]"))), Light("a"), Light("b"), Join(mode), Light("after"),
    ], "fork.A>a", "fork.B>b", "a>join", "b>join", "join>after")));

    [Theory]
    [InlineData(1, "MatchFirst", "one")]
    [InlineData(5, "MatchFirst", "many")]
    [InlineData(-1, "MatchFirst", "none")]
    [InlineData(15, "MatchFirst", "many")]
    [InlineData(15, "MatchAny", "many,lots")]
    [InlineData(-1, "MatchAny", "none")]
    public void A_switch_leaves_by_the_case_that_holds(int number, string mode, string expected)
    {
        var flow = new FlowHarness(Workflow(Flowchart("f",
        [
            Node("switch", "Elsa.FlowSwitch", ("mode", Literal(mode)),
                ("cases", new JsonArray(Case("One", "getNumber() == 1"), Case("Many", "getNumber() > 1"), Case("Lots", "getNumber() > 10")))),
            Light("one"), Light("many"), Light("lots"), Light("none"),
        ], "switch.One>one", "switch.Many>many", "switch.Lots>lots", "switch.Default>none"), inputs: [("Number", "Int32")]), ("Number", number));
        string.Join(',', flow.WorkAll().Log).ShouldBe(expected);
        flow.Finished.ShouldBeTrue();
    }

    [Fact]
    public void A_join_for_all_waits_for_every_branch()
    {
        var flow = Forked("WaitAll");
        flow.Work("b").State.Frames.Any(frame => frame.Node == "after").ShouldBeFalse();
        flow.WorkAll().Log.ShouldBe(["b", "a", "after"]);
        flow.Finished.ShouldBeTrue();
    }

    [Fact]
    public void A_join_for_any_goes_on_with_the_first_and_gives_the_others_up()
    {
        var flow = Forked("WaitAny");
        flow.Work("b").State.Frames.Where(frame => frame.Status == FrameStatus.Ready).Select(frame => frame.Node).ShouldBe(["after"]);
        flow.WorkAll().Log.ShouldBe(["b", "after"]);
        flow.Finished.ShouldBeTrue();
    }

    [Fact]
    public void A_join_for_all_active_does_not_wait_for_a_branch_nobody_took()
    {
        FlowHarness Half(string mode) => new(Workflow(Flowchart("f",
        [
            Node("which", "Elsa.FlowDecision", ("condition", Script("true"))), Light("a"), Light("b"), Join(mode), Light("after"),
        ], "which.True>a", "which.False>b", "a>join", "b>join", "join>after")));
        Half("WaitAllActive").WorkAll().Log.ShouldBe(["a", "after"]);
        var never = Half("WaitAll").WorkAll();
        never.Log.ShouldBe(["a"]);
        never.Finished.ShouldBeTrue();
    }

    [Theory]
    [InlineData("WaitAll", "x y after")]
    [InlineData("WaitAny", "x after")]
    public void A_fork_ends_with_all_branches_or_with_the_first(string mode, string expected)
    {
        var fork = Node("fork", "Elsa.Fork", ("joinMode", JsonValue.Create(mode)), ("branches", new JsonArray(Light("x"), Light("y"))));
        var flow = new FlowHarness(Workflow(Node("s", "Elsa.Sequence", ("activities", new JsonArray(fork, Light("after"))))));
        flow.State.Frames.Count(frame => frame.Status == FrameStatus.Ready).ShouldBe(2);
        string.Join(' ', flow.WorkAll().Log).ShouldBe(expected);
        flow.Finished.ShouldBeTrue();
    }

    [Fact]
    public void A_fault_names_itself_and_ends_the_instance()
    {
        var flow = new FlowHarness(Workflow(Node("stop", "Elsa.Fault", ("message", Script("'no ' + 'good'")), ("code", Literal("17")))));
        flow.Failures.ShouldHaveSingleItem().Message.ShouldBe("no good [17]");
        flow.Finished.ShouldBeFalse();
    }

    [Fact]
    public void Arrows_that_leave_by_ports_a_node_does_not_have_are_refused()
    {
        var problems = new DefinitionValidator(Activities.ActivityCatalog.Describing(Activities.ActivityDescriptor.Of<LightWork>())).Validate(Workflow(
            Flowchart("f",
            [
                Node("fork", "Elsa.FlowFork", ("branches", Expression("Object", "[\"A\"]"))), Light("a"),
                Node("switch", "Elsa.FlowSwitch", ("cases", new JsonArray(Case("One", "1 +"), Case("One", "true")))),
                Node("join", "Elsa.FlowJoin", ("mode", Literal("WaitSome"))),
            ], "fork.B>a", "fork.A>switch", "switch.Two>join", "a>join")));
        var text = string.Join('\n', problems.Select(problem => problem.Message));
        text.ShouldContain("fork (Elsa.FlowFork) has an arrow leaving by 'B'; it leaves by A.");
        text.ShouldContain("switch (Elsa.FlowSwitch) has two cases 'One'.");
        text.ShouldContain("switch (Elsa.FlowSwitch) has the case 'One': the script cannot be read");
        text.ShouldContain("switch (Elsa.FlowSwitch) has an arrow leaving by 'Two'; it leaves by One, One, Default.");
        text.ShouldContain("join (Elsa.FlowJoin), input 'mode' is 'WaitSome'");
    }
}
