using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Workflows;

namespace Foldline.Persistence.Tests;

/// <summary>A small workflow for campaigns that are never run.</summary>
internal static class Definitions
{
    public sealed record Nothing
    {
        [Input("Anything")] public string Text { get; init; } = "";
    }

    public sealed record Something
    {
        [Output("Anything")] public string Result { get; init; } = "done";
    }

    [Activity("Test.NoOp", "Does nothing.", Resource = ResourceClass.Model)]
    public sealed class NoOp : Activity<Nothing, Something>
    {
        protected override Task<Something> ExecuteAsync(Nothing input, IActivityContext context, CancellationToken cancellationToken) => Task.FromResult(new Something());
    }

    public static ActivityCatalog Catalog { get; } = ActivityCatalog.Describing(ActivityDescriptor.Of<NoOp>());

    public static WorkflowDefinition One { get; } = WorkflowDefinition.From(JsonNode.Parse(
        """
        {"definitionId": "one", "name": "One step", "version": 3,
         "inputs": [{"name": "Text", "type": "String"}, {"name": "Steps", "type": "Int32"}],
         "customProperties": {"defaults": {"Steps": 5}},
         "root": {"id": "step", "type": "Test.NoOp", "version": 1, "text": {"typeName": "String", "expression": {"type": "Input", "value": {"name": "Text"}}}}}
        """));

    public static NewTarget Target(int number) => new($"t{number:D5}", new JsonObject { ["Text"] = $"{number}" });

    public static NewCampaign Campaign(int targets, string project = "lab", string name = "screen") => new()
    {
        Project = project, Name = name, Definition = One, Targets = [.. Enumerable.Range(0, targets).Select(Target)],
    };
}
