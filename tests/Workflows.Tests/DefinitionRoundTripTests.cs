using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Activities.Features;
using Foldline.Activities.Prediction;
using Foldline.Activities.Ranking;
using Foldline.Activities.Search;

namespace Foldline.Workflows.Tests;

public sealed class DefinitionRoundTripTests
{
    [Fact]
    public void Every_recorded_definition_comes_back_equal_as_json()
    {
        var folder = Repository.RequireReference("elsa-studio");
        var found = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            JsonNode? recording;
            try
            {
                recording = JsonNode.Parse(File.ReadAllText(file));
            }
            catch (JsonException)
            {
                continue;                                                         // one recording holds frames, one per line
            }
            foreach (var definition in Definitions(recording))
            {
                found++;
                var read = WorkflowDefinition.Parse(definition.ToJsonString());
                JsonNode.DeepEquals(JsonNode.Parse(read.Write()), definition).ShouldBeTrue($"{Path.GetFileName(file)}");
                read.Root.Type.ShouldBe("Elsa.Flowchart");
            }
        }
        found.ShouldBeGreaterThan(12);
    }

    [Fact]
    public void A_definition_saved_by_the_designer_comes_back_equal_as_json()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Golden, "workflows", "designer-definition.json"));
        var read = WorkflowDefinition.Parse(text);
        JsonNode.DeepEquals(JsonNode.Parse(read.Write()), JsonNode.Parse(text)).ShouldBeTrue();
        read.Root.Activities.Count.ShouldBe(4);
        read.Root.Connections.Count.ShouldBe(3);
    }

    [Fact]
    public void Unknown_properties_odd_numbers_and_both_forms_of_arrows_are_kept()
    {
        const string Text = """
            {"definitionId":"x","name":"x","later":{"a":[1,2.50,1e3,null]},"variables":null,"inputs":null,
             "root":{"id":"f","type":"Elsa.Flowchart","version":1,"odd":"ü","metadata":{"designer":{"position":{"x":139.265625,"y":-0.0}}},
              "activities":[{"id":"a","type":"Acme.New","version":3,"codec":{"typeName":"String","expression":{"type":"Liquid","value":"{{x}}"},"memoryReference":null}},{"id":"b","type":"Acme.New"}],
              "connections":[{"source":"a","target":"b","sourcePort":"Done","targetPort":"In"}]}}
            """;
        var read = WorkflowDefinition.Parse(Text);
        JsonNode.DeepEquals(JsonNode.Parse(read.Write()), JsonNode.Parse(Text)).ShouldBeTrue();
        read.Root.Connections.ShouldBe([new Connection("a", "Done", "b", "In")]);
        read.Root.Activities[0].Input("codec")!.Type.ShouldBe("Liquid");
        read.With(json => json["name"] = "y").Name.ShouldBe("y");
        read.Name.ShouldBe("x");
    }

    [Fact]
    public void What_a_designer_posts_is_read_from_its_model() =>
        WorkflowDefinition.Parse("""{"model":{"name":"x","root":{"id":"r","type":"Elsa.Sequence"}},"publish":true}""").Name.ShouldBe("x");

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "JSON object")]
    [InlineData("""{"name":"x"}""", "root")]
    [InlineData("""{"name":"x","name":"y","root":{}}""", "Duplicate")]
    public void What_is_no_definition_is_refused_in_a_sentence(string json, string expected) =>
        Should.Throw<DefinitionException>(() => WorkflowDefinition.Parse(json)).Message.ShouldContain(expected);

    [Fact]
    public void The_built_in_definition_is_carried_and_complete()
    {
        BuiltInDefinitions.Names.ShouldContain("fold");
        var fold = BuiltInDefinitions.Load("fold");
        fold.Root.Activities.Select(node => node.Type).ShouldBe(
            ["Foldline.SearchAlignments", "Foldline.BuildFeatures", "Foldline.Predict", "Foldline.Rank"]);
        fold.Root.Connections.Count.ShouldBe(3);
        fold.Inputs.First(input => input.Name == "Samples").Default!.GetValue<int>().ShouldBe(5);
        var activities = ActivityCatalog.Describing(ActivityDescriptor.Of<SearchAlignments>(), ActivityDescriptor.Of<BuildFeatures>(),
            ActivityDescriptor.Of<PredictStructures>(), ActivityDescriptor.Of<RankSamples>());
        new DefinitionValidator(activities).Validate(fold).ShouldBeEmpty();
        Should.Throw<DefinitionException>(() => BuiltInDefinitions.Load("unfold")).Message.ShouldContain("fold");
    }

    private static IEnumerable<JsonObject> Definitions(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            if (json["root"] is JsonObject && json.ContainsKey("name")) yield return json;
            foreach (var (_, value) in json)
                foreach (var inner in Definitions(value)) yield return inner;
        }
        if (node is JsonArray array)
            foreach (var item in array)
                foreach (var inner in Definitions(item)) yield return inner;
    }
}
