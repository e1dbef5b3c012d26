using System.Text.Json.Nodes;
using Foldline.Activities;
using static Foldline.Workflows.Tests.Json;

namespace Foldline.Workflows.Tests;

public sealed class ValidationTests
{
    private static readonly ActivityCatalog Catalog = new(new SearchWork(), new ModelWork(), new LightWork(), new ChooseWork());

    private static IReadOnlyList<DefinitionProblem> Problems(WorkflowDefinition definition) => new DefinitionValidator(Catalog).Validate(definition);

    private static string Only(WorkflowDefinition definition) => Problems(definition).ShouldHaveSingleItem().Message;

    [Fact]
    public void A_sound_definition_has_no_problems() =>
        Problems(Workflow(Flowchart("f", [
            Node("search", "Test.Search", ("text", Input("Text")), ("number", Literal("12")), ("madeAlignments", To("Found"))),
            Node("model", "Test.Model", ("alignments", Variable("Found")), ("choice", Literal("b")), ("text", Script("`for ${getText()}`"))),
        ], "search>model"), variables: [("Found", "Alignments")], inputs: [("Text", "String")])).ShouldBeEmpty();

    [Fact]
    public void Features_do_not_go_into_an_alignments_port()
    {
        Only(Workflow(Flowchart("f", [
            Node("a", "Test.Search", ("madeFeatures", To("F"))),
            Node("b", "Test.Model", ("alignments", Variable("F"))),
        ], "a>b"), variables: [("F", "Features")])).ShouldBe("b (Test.Model), input 'alignments' takes Alignments; the variable 'F' holds Features.");
        Only(Workflow(Node("a", "Test.Search", ("madeFeatures", To("A"))), variables: [("A", "Alignments")]))
            .ShouldBe("a (Test.Search), output 'madeFeatures' gives Features; the variable 'A' holds Alignments.");
        Only(Workflow(Node("a", "Test.Search", ("alignments", Input("I"))), inputs: [("I", "Features")]))
            .ShouldBe("a (Test.Search), input 'alignments' takes Alignments; the workflow's input 'I' is Features.");
    }

    [Fact]
    public void An_unknown_type_is_named_with_its_node_and_a_near_one()
    {
        Only(Workflow(Node("a", "Tests.Search"))).ShouldBe("a (Tests.Search) is of a type that does not run here; did you mean Test.Search?");
        Only(Workflow(Node("a", "Elsa.HttpEndpoint"))).ShouldContain("Test.Search");
    }

    [Fact]
    public void Ids_are_unique_and_present()
    {
        Only(Workflow(Node("f", "Elsa.Sequence", ("activities", new JsonArray(Node("a", "Test.Light"), Node("a", "Test.Light"))))))
            .ShouldContain("Two activities have the id 'a'");
        Only(Workflow(Node("", "Test.Light"))).ShouldContain("no id");
    }

    [Theory]
    [InlineData("Liquid", "{{x}}", "written in Liquid, which is not supported")]
    [InlineData("Literal", "many", "takes Int32, and \"many\" is none")]
    [InlineData("JavaScript", "1 +", "the script cannot be read")]
    [InlineData("Object", "{", "not JSON")]
    public void An_expression_that_cannot_work_is_named(string type, string value, string expected)
    {
        var message = Only(Workflow(Node("a", "Test.Light", ("number", Expression(type, value)))));
        message.ShouldContain("a (Test.Light), input ");
        message.ShouldContain(expected);
    }

    [Fact]
    public void Variables_and_inputs_are_declared_and_written()
    {
        Only(Workflow(Node("a", "Test.Light", ("text", Variable("V"))))).ShouldContain("reads the variable 'V', which is not declared");
        Only(Workflow(Node("a", "Test.Light", ("text", Variable("V"))), variables: [("V", "String")])).ShouldContain("which no activity gives a value");
        Only(Workflow(Node("a", "Test.Light", ("text", Input("I"))))).ShouldContain("input 'I', which is not declared");
        Only(Workflow(Node("a", "Test.Light", ("result", To("V"))))).ShouldContain("goes to the variable 'V', which is not declared");
    }

    [Fact]
    public void A_port_that_does_not_exist_and_a_value_outside_its_choices_are_named()
    {
        Only(Workflow(Node("a", "Test.Light", ("numbr", Literal("1"))))).ShouldContain("has no input or output 'numbr'");
        Only(Workflow(Node("a", "Test.Light", ("choice", Literal("c"))))).ShouldContain("is 'c'; it is one of a, b");
    }

    [Fact]
    public void Arrows_leave_by_ports_that_exist_and_end_at_nodes_that_exist()
    {
        Only(Workflow(Flowchart("f", [Node("a", "Test.Light"), Node("b", "Test.Light")], "a.True>b"))).ShouldContain("leaves by Done");
        Problems(Workflow(Flowchart("f", [Node("a", "Test.Light")], "a>gone")))
            .ShouldContain(problem => problem.Message.Contains("'gone', which is not in it"));
        Problems(Workflow(Flowchart("f", [Node("a", "Test.Light"), Node("b", "Test.Light")]))).ShouldHaveSingleItem().IsError.ShouldBeFalse();
    }

    [Fact]
    public void A_circle_needs_a_way_out()
    {
        Only(Workflow(Flowchart("f", [Node("a", "Test.Light"), Node("b", "Test.Light")], "a>b", "b>a"))).ShouldContain("runs in a circle through a, b");
        Problems(Workflow(Flowchart("f", [Node("a", "Test.Light"), Node("b", "Test.Choose"), Node("c", "Test.Light")], "a>b", "b.No>a", "b.Yes>c")))
            .ShouldBeEmpty();
        Problems(Workflow(Flowchart("f", [Node("a", "Test.Light"), Node("b", "Test.Choose")], "a>b", "b.No>a"))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"mode":"Identifier","strategyId":"eternal"}""", "'eternal' is not known")]
    [InlineData("""{"mode":"Expression","expression":{"type":"Object","value":"{\"transientAttempt\":2}"}}""", "'transientAttempt' is no property")]
    [InlineData("""{"mode":"Expression","expression":{"type":"Object","value":"{\"transientAttempts\":0}"}}""", "at least 1")]
    [InlineData("""{"mode":"Expression","expression":{"type":"JavaScript","value":"1"}}""", "not supported")]
    public void A_resilience_strategy_that_cannot_be_read_is_named(string strategy, string expected)
    {
        var message = Only(Workflow(Node("a", "Test.Light", ("customProperties", new JsonObject { ["resilienceStrategy"] = JsonNode.Parse(strategy) }))));
        message.ShouldStartWith("a (Test.Light)");
        message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("""["cuda"]""", "needs is an object")]
    [InlineData("""{"memory":40}""", "needs.memory is not known; there are memoryGb, device and databases")]
    [InlineData("""{"memoryGb":"40"}""", "needs.memoryGb cannot be")]
    [InlineData("""{"memoryGb":-1}""", "needs.memoryGb cannot be")]
    [InlineData("""{"device":"cuda:0"}""", "needs.device cannot be")]
    [InlineData("""{"databases":"uniref90"}""", "needs.databases cannot be")]
    public void Needs_that_cannot_be_read_are_named(string needs, string expected)
    {
        var message = Only(Workflow(Node("a", "Test.Light", ("customProperties", new JsonObject { ["needs"] = JsonNode.Parse(needs) }))));
        message.ShouldStartWith("a (Test.Light)");
        message.ShouldContain(expected);
        Problems(Workflow(Node("a", "Test.Light", ("customProperties", JsonNode.Parse("""{"needs": {"memoryGb": 40, "device": "cuda", "databases": ["x"]}}""")!)))).ShouldBeEmpty();
    }

    [Fact]
    public void An_activity_newer_than_this_host_is_refused() =>
        Only(Workflow(Node("a", "Test.Light", ("version", 2)))).ShouldContain("asks for version 2");
}
