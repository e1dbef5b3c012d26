using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Workflows;

namespace Foldline.Server.Elsa;

/// <summary>Activities and the runtime's own nodes in Elsa's descriptor format, so that the designer's palette and property panels are made from our declarations.</summary>
internal static class ActivityDescriptors
{
    private static readonly HashSet<string> Hidden = new(StringComparer.Ordinal) { "Elsa.Flowchart", "Elsa.Sequence", "Elsa.Fork" };

    /// <summary>Everything a definition may use here.</summary>
    public static IEnumerable<JsonObject> All(ActivityCatalog catalog) =>
        [.. catalog.Descriptors.Select(Of), .. NodeDescriptor.All.Select(Of), Workflow()];

    private static JsonObject Of(ActivityDescriptor activity)
    {
        var retry = activity.Retry;
        var facts = $"Resource class {activity.Resource}. Tried up to {retry.TransientAttempts} times on transient failures"
            + (retry.Ladder.Count > 0 ? $", then smaller: {string.Join(", ", retry.Ladder)}." : ".");
        return Shape(activity.Type, activity.Version, activity.Category, activity.DisplayName, $"{activity.Description} {facts}", "Task",
            [.. activity.Inputs.Select(Input)], [.. activity.Outputs.Select(Output)], Flow(activity.Outcomes), new JsonObject
            {
                ["Type"] = activity.Type, ["Resilient"] = true, ["ResilienceCategory"] = "Default", ["ResourceClass"] = activity.Resource.ToString(),
                ["RetryClass"] = retry.Ladder.Count > 0 ? "transient, resource" : "transient",
            });
    }

    private static JsonObject Of(NodeDescriptor node)
    {
        var container = node.Type is "Elsa.Flowchart" or "Elsa.Sequence";
        var ports = node.Type == "Elsa.Flowchart" ? [Port("Start", "Embedded", browsable: false)]
            : new JsonArray([.. node.EmbeddedPorts.Select(name => Port(Pascal(name), "Embedded")), .. Chooses(node) ? Flow(node.Outcomes).Select(port => port!.DeepClone()) : []]);
        var plain = node.PlainProperties.Where(name => name is not ("branches" or "activities")).Select(Plain);
        return Shape(node.Type, 1, node.Category, node.DisplayName, node.Description, node.Type is "Elsa.Cron" or "Elsa.StartAt" ? "Trigger" : "Action",
            [.. plain, .. node.Inputs.Select(port => Input(node.Type, port))], [.. node.Outputs.Select(Output)], ports, new JsonObject { ["Type"] = node.Type },
            container, !Hidden.Contains(node.Type), node.Type == "Elsa.Start", node.Type is "Elsa.End" or "Elsa.Finish");
    }

    /// <summary>A node with one way out shows no ports of its own; a fork's are made from its branches.</summary>
    private static bool Chooses(NodeDescriptor node) => node.Type is "Elsa.FlowDecision" or "Elsa.FlowSwitch" or "Elsa.BulkDispatchWorkflows";

    private static JsonObject Workflow() => Shape("Elsa.Workflow", 1, "Workflows", "Workflow", "A workflow as a whole.", "Action", [], [],
        [Port("Root", "Embedded", browsable: false)], new JsonObject { ["Type"] = "Elsa.Workflow" }, browsable: false);

    private static JsonObject Shape(string type, int version, string category, string displayName, string description, string kind, JsonArray inputs, JsonArray outputs,
        JsonArray ports, JsonObject properties, bool container = false, bool browsable = true, bool start = false, bool terminal = false)
    {
        var dot = type.LastIndexOf('.');
        return new JsonObject
        {
            ["typeName"] = type, ["clrType"] = type, ["namespace"] = type[..dot], ["name"] = type[(dot + 1)..], ["version"] = version, ["category"] = category,
            ["displayName"] = displayName, ["description"] = description, ["inputs"] = inputs, ["outputs"] = outputs, ["kind"] = kind,
            ["runAsynchronously"] = false, ["ports"] = ports, ["customProperties"] = properties, ["constructionProperties"] = new JsonObject(),
            ["isContainer"] = container, ["isBrowsable"] = browsable, ["isStart"] = start, ["isTerminal"] = terminal,
        };
    }

    private static JsonArray Flow(IEnumerable<string> outcomes) => new([.. outcomes.Select(outcome => Port(outcome, "Flow"))]);

    private static JsonObject Port(string name, string type, bool browsable = true) =>
        new() { ["name"] = name, ["displayName"] = name, ["type"] = type, ["isBrowsable"] = browsable };

    private static JsonObject Input(PortDescriptor port) => Input("", port);

    private static JsonObject Input(string owner, PortDescriptor port)
    {
        var hint = Hint(owner, port);
        var description = port.Unit is { } unit ? $"{port.Description} Unit: {unit}." : port.Description;
        return Answers.Filled(new JsonObject
        {
            ["isWrapped"] = true, ["uiHint"] = hint, ["defaultValue"] = Default(port), ["isReadOnly"] = false, ["isSensitive"] = false, ["autoEvaluate"] = true,
            ["uiSpecifications"] = Specifications(hint, port), ["name"] = port.Name, ["typeName"] = port.Type.Name, ["displayName"] = port.DisplayName,
            ["description"] = port.Required ? $"{description} Must be given." : description, ["order"] = 0, ["isBrowsable"] = true, ["isSerializable"] = true,
            ["isSynthetic"] = false,
        });
    }

    /// <summary>A property that is plain JSON: its editor knows its form.</summary>
    private static JsonObject Plain(string name)
    {
        var hint = name switch { "cases" => "flow-switch-editor", "variable" => "variable-picker", "joinMode" => "dropdown", _ => "singleline" };
        return new JsonObject
        {
            ["isWrapped"] = false, ["uiHint"] = hint, ["isReadOnly"] = false, ["isSensitive"] = false, ["autoEvaluate"] = true,
            ["uiSpecifications"] = hint == "dropdown" ? DropDown(["WaitAll", "WaitAny"]) : new JsonObject(), ["name"] = Pascal(name), ["typeName"] = "Object",
            ["displayName"] = Pascal(name), ["order"] = 0, ["isBrowsable"] = true, ["isSerializable"] = true, ["isSynthetic"] = false,
        };
    }

    private static JsonObject Output(PortDescriptor port) => new()
    {
        ["name"] = port.Name, ["typeName"] = port.Type.Name, ["displayName"] = port.DisplayName,
        ["description"] = port.Unit is { } unit ? $"{port.Description} Unit: {unit}." : port.Description, ["order"] = 0, ["isBrowsable"] = true, ["isSerializable"] = true,
        ["isSynthetic"] = false,
    };

    private static string Hint(string owner, PortDescriptor port) => (owner, port.JsonName, port.Type.Name) switch
    {
        ("Elsa.SetOutput", "outputName", _) => "output-picker",
        ("Elsa.FlowFork", "branches", _) => "dynamic-outcomes",
        (_, "workflowDefinitionId", _) => "workflow-definition-picker",
        _ when port.Choices.Count > 0 => "dropdown",
        (_, _, "Boolean") => "checkbox",
        (_, _, "ObjectDictionary") => "dictionary",
        (_, _, "DateTimeOffset") => "datetime-picker",
        (_, _, var list) when list.StartsWith("List<", StringComparison.Ordinal) && port.Type.IsScalar => "multitext",
        ("Elsa.WriteLine" or "Elsa.Fault", "text" or "message", _) => "multiline",
        _ => "singleline",
    };

    private static JsonNode? Default(PortDescriptor port)
    {
        var value = port.Default();
        return value is JsonArray ? value.ToJsonString() : value;                 // the designer edits lists as text
    }

    private static JsonObject Specifications(string hint, PortDescriptor port) => hint == "dropdown" ? DropDown(port.Choices) : new JsonObject();

    private static JsonObject DropDown(IEnumerable<string> choices) => new()
    {
        ["dropdown"] = new JsonObject
        {
            ["selectList"] = new JsonObject
            {
                ["items"] = new JsonArray([.. choices.Select(choice => new JsonObject { ["text"] = choice, ["value"] = choice })]),
            },
        },
    };

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
