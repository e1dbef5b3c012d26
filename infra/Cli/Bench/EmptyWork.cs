using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Scheduling;
using Foldline.Workflows;

namespace Foldline.Cli.Bench;

/// <summary>A workflow of five activities that do nothing.</summary>
internal static class EmptyWork
{
    /// <summary>Activities of one target.</summary>
    public const int Steps = 5;

    /// <summary>The activities.</summary>
    public static ActivityCatalog Catalog { get; } = new(new NoOp());

    /// <summary>A campaign of it.</summary>
    public static NewCampaign Campaign(int targets) => new()
    {
        Project = "bench", Name = "empty", Definition = Definition(), Options = new CampaignOptions { Deduplicate = false },
        Targets = Targets(0, targets),
    };

    /// <summary>Targets by number.</summary>
    public static IReadOnlyList<NewTarget> Targets(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => new NewTarget($"t{i:D6}", new JsonObject { ["Text"] = $"{i}" }))];

    /// <summary>One process that works on it.</summary>
    public static Task<CampaignEngine> StartAsync(RunStore store, string folder, int bursts, CancellationToken cancellationToken) => CampaignEngine.StartAsync(
        new EngineSettings
        {
            Offer = new WorkerOffer { LightSlots = bursts, Version = "bench" }, Runner = new RunnerOptions { WorkFolder = Path.Combine(folder, "work") },
            Keeper = new KeeperOptions { WindowPerSlot = 16 },
        }, Catalog, new FolderArtifactStore(Path.Combine(folder, "blobs")), store, TimeProvider.System, null, null, cancellationToken);

    private static WorkflowDefinition Definition()
    {
        JsonObject Expression(string type, string name) => new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = type, ["value"] = new JsonObject { ["name"] = name, ["id"] = name } } };
        return WorkflowDefinition.From(new JsonObject
        {
            ["definitionId"] = "empty", ["name"] = "Empty", ["version"] = 1,
            ["inputs"] = new JsonArray(new JsonObject { ["name"] = "Text", ["type"] = "String" }),
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "V", ["name"] = "V", ["typeName"] = "String" }),
            ["root"] = new JsonObject
            {
                ["id"] = "s", ["type"] = "Elsa.Sequence",
                ["activities"] = new JsonArray([.. Enumerable.Range(0, Steps).Select(i => (JsonNode)new JsonObject
                {
                    ["id"] = $"a{i}", ["type"] = "Bench.NoOp", ["version"] = 1, ["text"] = i == 0 ? Expression("Input", "Text") : Expression("Variable", "V"),
                    ["result"] = new JsonObject { ["typeName"] = "String", ["memoryReference"] = new JsonObject { ["id"] = "V" } },
                })]),
            },
        });
    }

    private sealed record Given
    {
        [Input("Anything")] public string Text { get; init; } = "";
    }

    private sealed record Made
    {
        [Output("The same")] public string Result { get; init; } = "";
    }

    [Activity("Bench.NoOp", "Does nothing.")]
    private sealed class NoOp : Activity<Given, Made>
    {
        protected override Task<Made> ExecuteAsync(Given input, IActivityContext context, CancellationToken cancellationToken) => Task.FromResult(new Made { Result = input.Text });
    }
}
