using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

internal sealed record WorkInput
{
    [Input("Text")] public string Text { get; init; } = "";
    [Input("Seeds")] public IReadOnlyList<long> Seeds { get; init; } = [1];
}

internal sealed record WorkOutput
{
    [Output("Text")] public string Result { get; init; } = "";
    [Output("Score")] public double RankingScore { get; init; }
    [Output("Anything", Kind = "Note")] public ArtifactRef? Note { get; init; }
}

/// <summary>An activity whose body is the test's.</summary>
internal abstract class Work(Func<WorkInput, IActivityContext, CancellationToken, Task<WorkOutput>>? body) : Activity<WorkInput, WorkOutput>
{
    protected override Task<WorkOutput> ExecuteAsync(WorkInput input, IActivityContext context, CancellationToken cancellationToken) =>
        body is null ? Task.FromResult(new WorkOutput { Result = input.Text }) : body(input, context, cancellationToken);
}

[Activity("Test.Search", "Searches.", Resource = ResourceClass.Search)]
[Retry(TransientAttempts = 3, FirstDelaySeconds = 1, DelayGrowth = 1)]
internal sealed class SearchWork(Func<WorkInput, IActivityContext, CancellationToken, Task<WorkOutput>>? body = null) : Work(body);

[Activity("Test.Model", "Predicts.", Resource = ResourceClass.Model)]
[Retry(FirstDelaySeconds = 1)]
internal sealed class ModelWork(Func<WorkInput, IActivityContext, CancellationToken, Task<WorkOutput>>? body = null) : Work(body);

[Activity("Test.Light", "Ranks.")]
internal sealed class LightWork(Func<WorkInput, IActivityContext, CancellationToken, Task<WorkOutput>>? body = null) : Work(body);

/// <summary>Search, predict, rank: a small picture of the real workflow.</summary>
internal static class Chain
{
    public static WorkflowDefinition Definition { get; } = WorkflowDefinition.From(new JsonObject
    {
        ["definitionId"] = "chain", ["name"] = "chain", ["version"] = 1,
        ["inputs"] = new JsonArray(new JsonObject { ["name"] = "Text", ["type"] = "String" }, new JsonObject { ["name"] = "Seeds", ["type"] = "List<Int64>" }),
        ["customProperties"] = new JsonObject { ["defaults"] = new JsonObject { ["Seeds"] = new JsonArray(1) } },
        ["variables"] = new JsonArray(Variable("found"), Variable("made"), Variable("ranked")),
        ["outputs"] = new JsonArray(new JsonObject { ["name"] = "ranked", ["type"] = "String" }),
        ["root"] = new JsonObject
        {
            ["id"] = "flow", ["type"] = "Elsa.Sequence",
            ["activities"] = new JsonArray(Node("search", "Test.Search", Input("Text"), "found"), Node("predict", "Test.Model", Value("found"), "made"),
                Node("rank", "Test.Light", Value("made"), "ranked")),
        },
    });

    public static NewCampaign Of(IEnumerable<string> targets, string name = "screen") => new()
    {
        Project = "lab", Name = name, Definition = Definition, Targets = [.. targets.Select(target => new NewTarget(target, new JsonObject { ["Text"] = target }))],
    };

    private static JsonObject Variable(string id) => new() { ["id"] = id, ["name"] = id, ["typeName"] = "String" };

    private static JsonObject Node(string id, string type, JsonObject text, string result) => new()
    {
        ["id"] = id, ["type"] = type, ["version"] = 1, ["text"] = text, ["seeds"] = Input("Seeds"),
        ["result"] = new JsonObject { ["typeName"] = "String", ["memoryReference"] = new JsonObject { ["id"] = result } },
    };

    private static JsonObject Input(string name) => new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Input", ["value"] = new JsonObject { ["name"] = name } } };

    private static JsonObject Value(string id) => new()
    {
        ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Variable", ["value"] = new JsonObject { ["id"] = id, ["name"] = id } },
    };
}
