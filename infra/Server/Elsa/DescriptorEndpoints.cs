using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Server.Access;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Elsa;

/// <summary>What the designer asks before it shows anything: activities, expression languages, types, strategies, features.</summary>
internal static class DescriptorEndpoints
{
    /// <summary>Features by which the Studio shows its parts. RealTimeWorkflowUpdates is left out: without it the viewer polls, and no hub is needed.</summary>
    private static readonly string[] Features =
        ["Workflows", "Flowchart", "Expressions", "JavaScript", "WorkflowDefinitions", "WorkflowInstances", "WorkflowRuntime", "WorkflowsApi", "Scheduling", "Resilience",
            "Identity"];

    private static readonly (string Type, string Category, string Description)[] Types =
    [
        ("Object", "Primitives", "Any value."), ("String", "Primitives", "Text."), ("Boolean", "Primitives", "True or false."),
        ("Int32", "Primitives", "A whole number of 32 bits."), ("Int64", "Primitives", "A whole number of 64 bits."),
        ("Single", "Primitives", "A number of single precision."), ("Double", "Primitives", "A number of double precision."),
        ("Decimal", "Primitives", "A decimal number."), ("Guid", "Primitives", "A globally unique identifier."),
        ("DateTimeOffset", "Primitives", "A point in time with its offset."), ("TimeSpan", "Primitives", "A span of time."),
        ("List<String>", "Lists", "Texts."), ("List<Int64>", "Lists", "Whole numbers."), ("ObjectDictionary", "Lookups", "Values by name."),
        ("JSON", "Dynamic", "Any JSON."),
    ];

    public static void MapDescriptors(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").RequireAuthorization(Scopes.Read);
        group.MapGet("/features/installed", () => Answers.List(Features.Select(name => (JsonNode)new JsonObject
        {
            ["name"] = name, ["namespace"] = "Elsa", ["fullName"] = $"Elsa.{name}", ["displayName"] = name, ["description"] = "",
        })));
        group.MapGet("/package/version", () => Answers.Of(new JsonObject { ["packageVersion"] = "3.8.0" }));
        group.MapGet("/descriptors/activities", (ActivityCatalog catalog) => Answers.List(ActivityDescriptors.All(catalog)));
        group.MapPost("/descriptors/activities/{type}/options/{property}", (string type, string property) =>
            Answers.Of(new JsonObject { ["items"] = new JsonObject { ["dropdown"] = new JsonObject { ["selectList"] = new JsonObject { ["items"] = new JsonArray() } } } }));
        group.MapGet("/descriptors/expression-descriptors", () => Answers.List(
        [
            Language("Literal", browsable: false), Language("Object", browsable: false, "json"), Language("Variable"), Language("Input"),
            Language("JavaScript", monaco: "javascript"),
        ]));
        group.MapGet("/descriptors/variables", (ActivityCatalog catalog) =>
        {
            var kinds = catalog.Descriptors.SelectMany(activity => activity.Inputs.Concat(activity.Outputs)).Select(port => port.Type).Where(type => !type.IsScalar)
                .Select(type => type.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => (Type: name, Category: "Foldline", Description: $"What flows between activities as {name}."));
            return Answers.Of(new JsonObject
            {
                ["items"] = new JsonArray([.. Types.Concat(kinds).Select(type => new JsonObject
                {
                    ["typeName"] = type.Type, ["displayName"] = type.Type, ["category"] = type.Category, ["description"] = type.Description,
                })]),
            });
        });
        group.MapGet("/descriptors/storage-drivers", () => Answers.Of(new JsonObject
        {
            ["items"] = new JsonArray(new JsonObject
            {
                ["typeName"] = "WorkflowInstanceStorageDriver", ["displayName"] = "Workflow Instance", ["priority"] = 5, ["deprecated"] = false,
            }),
        }));
        group.MapGet("/descriptors/workflow-activation-strategies", () => Strategy("Always", "Every run makes a new instance.", "AlwaysStrategy"));
        group.MapGet("/descriptors/incident-strategies", () => Strategy("Fault", "An activity that fails for good ends its instance.", "FaultStrategy"));
        group.MapGet("/descriptors/log-persistence-strategies", () => Strategy("Include", "Everything is committed.", "Include"));
        group.MapGet("/descriptors/commit-strategies/workflows", () => Commit("ActivityExecuted", "Commit after every activity", "The only strategy of this runtime."));
        group.MapGet("/descriptors/commit-strategies/activities", () => Commit("CommitAlways", "Commit before and after", "The only strategy of this runtime."));
        group.MapGet("/descriptors/output-converters", () => Answers.List([]));
        group.MapGet("/resilience/strategies", () => Answers.List(ResilienceStrategies.All.Select(strategy => (JsonNode)new JsonObject
        {
            ["$type"] = "FoldlineRetryStrategy", ["id"] = strategy.Id, ["displayName"] = strategy.DisplayName, ["maxRetryAttempts"] = strategy.Retries,
        })));
        group.MapPost("/scripting/javascript/type-definitions/{id}", async (string id, DefinitionCatalog catalog, CancellationToken cancellationToken) =>
            Results.Content(ScriptTypes.Of((await catalog.FindAsync(id, VersionOptions.Latest, cancellationToken))?.Content), "application/x-typescript"));
    }

    private static JsonObject Language(string type, bool browsable = true, string? monaco = null) => new()
    {
        ["type"] = type, ["displayName"] = type, ["isSerializable"] = true, ["isBrowsable"] = browsable,
        ["properties"] = monaco is null ? new JsonObject() : new JsonObject { ["MonacoLanguage"] = monaco },
    };

    private static IResult Strategy(string name, string description, string type) =>
        Answers.List([new JsonObject { ["displayName"] = name, ["description"] = description, ["typeName"] = type }]);

    private static IResult Commit(string name, string displayName, string description) =>
        Answers.List([new JsonObject { ["name"] = name, ["displayName"] = displayName, ["description"] = description }]);
}
