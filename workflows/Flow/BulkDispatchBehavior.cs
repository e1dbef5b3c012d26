using System.Globalization;
using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Asks for an instance of another workflow for each item. They are rows of a campaign, so that there may be many.</summary>
internal sealed class BulkDispatchBehavior : DispatchBehavior
{
    private const int MostItems = 100_000;

    public override string Type => "Elsa.BulkDispatchWorkflows";

    public override string Description => "Runs another workflow once for each item of a list, each as an instance of its own.";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } =
    [
        .. Common("true"), Port("items", "Object", "The items: a list. An object's entries become inputs of its instance."),
        Port("defaultItemInputKey", "String", "The input that gets an item which is no object.", false, "\"Item\""),
        Port("correlationIdFunction", "String", "A name for each instance; scripts see the item as getItem()."),
    ];

    public override IReadOnlyList<VariableDefinition> Offers => [LoopVariables.Item];

    public override IReadOnlyList<string>? Outcomes(ActivityNode node) => ["Completed", "Canceled", ActivityResult.Done];

    protected override bool WaitsByItself => true;

    public override IEnumerable<string> Problems(ActivityNode node)
    {
        foreach (var port in (string[])["childCompleted", "childFaulted"])
            if (node.Child(port) is not null) yield return $"has an activity in '{port}', which is not supported; let the dispatched workflow do it.";
    }

    public override void ChildrenEnded(FlowMachine machine, Frame frame, PlanNode node, ChildrenEnd end) =>
        machine.Complete(frame, null, end.Cancelled > 0 ? "Canceled" : "Completed", ActivityResult.Done);

    protected override IReadOnlyList<ChildItem> Items(FlowMachine machine, Frame frame, PlanNode node, JsonObject input)
    {
        var items = machine.Input(frame, "items") switch
        {
            null => [],
            JsonArray array => array,
            _ => throw new ExpressionException($"{node}, input items is not a list."),
        };
        if (items.Count > MostItems) throw new ExpressionException($"{node} has {items.Count} items; {MostItems} are the most.");
        var key = machine.Input(frame, "defaultItemInputKey")?.ToString() is { Length: > 0 } named ? named : "Item";
        var computed = node.Node.Input("correlationIdFunction") is not null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. items.Select((item, i) =>
        {
            var inputs = input.With(item as JsonObject ?? new JsonObject { [key] = item.Copy() });
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var label = computed ? machine.Input(frame, "correlationIdFunction", item)?.ToString() : null;
            return new ChildItem(label is { Length: > 0 } && names.Add(label) ? label : Unused(names, label is { Length: > 0 } ? $"{label}-{number}" : number), inputs);
        })];
    }

    private static string Unused(HashSet<string> names, string wanted)
    {
        while (!names.Add(wanted)) wanted += "'";
        return wanted;
    }
}
