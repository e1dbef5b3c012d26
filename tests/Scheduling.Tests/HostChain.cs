using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

/// <summary>The workflow that the worker processes of the tests run.</summary>
internal static class HostChain
{
    private static readonly (string Id, string Type, ResourceClass Resource, string From, string To)[] Steps =
    [
        ("search", "Test.Search", ResourceClass.Search, "", "Found"), ("predict", "Test.Model", ResourceClass.Model, "Found", "Made"),
        ("rank", "Test.Light", ResourceClass.Light, "Made", "Ranked"),
    ];

    public static ActivityCatalog Catalog { get; } = ActivityCatalog.Describing(Steps.Select(step => new ActivityDescriptor
    {
        Type = step.Type, Version = 1, Category = "Test", DisplayName = step.Id, Description = step.Id, Resource = step.Resource, Retry = RetryPolicy.Default,
        Inputs = [Port("text", "Text")], Outputs = [Port("result", "Result")],
    }));

    public static NewCampaign Of(IEnumerable<string> targets) => new()
    {
        Project = "lab", Name = "killed", Targets = [.. targets.Select((name, i) => new NewTarget(name, new JsonObject { ["Text"] = $"sequence{i / 2}" }))],
        Definition = WorkflowDefinition.From(new JsonObject
        {
            ["definitionId"] = "chain", ["name"] = "chain", ["version"] = 1,
            ["inputs"] = new JsonArray(new JsonObject { ["name"] = "Text", ["type"] = "String" }),
            ["outputs"] = new JsonArray(new JsonObject { ["name"] = "Ranked", ["type"] = "String" }),
            ["variables"] = new JsonArray([.. Steps.Select(step => (JsonNode)new JsonObject { ["id"] = step.To, ["name"] = step.To, ["typeName"] = "String" })]),
            ["root"] = new JsonObject
            {
                ["id"] = "flow", ["type"] = "Elsa.Sequence",
                ["activities"] = new JsonArray([.. Steps.Select(step => (JsonNode)new JsonObject
                {
                    ["id"] = step.Id, ["type"] = step.Type, ["version"] = 1,
                    ["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = step.From.Length == 0
                        ? new JsonObject { ["type"] = "Input", ["value"] = new JsonObject { ["name"] = "Text" } }
                        : new JsonObject { ["type"] = "Variable", ["value"] = new JsonObject { ["id"] = step.From, ["name"] = step.From } } },
                    ["result"] = new JsonObject { ["typeName"] = "String", ["memoryReference"] = new JsonObject { ["id"] = step.To } },
                })]),
            },
        }),
        Options = new CampaignOptions { Deduplicate = false },
    };

    private static PortDescriptor Port(string json, string name) => new()
    {
        Name = name, JsonName = json, Type = new PortType("String"), DisplayName = name, Description = name,
    };
}
