using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>What ForEach and ParallelForEach share: a body, and items that are read once, when the loop begins.</summary>
internal abstract class LoopBehavior : NodeBehavior
{
    public override string Category => "Looping";

    public override IReadOnlyList<VariableDefinition> Offers => [LoopVariables.CurrentValue, LoopVariables.CurrentIndex];

    public override IReadOnlyList<string> EmbeddedPorts => ["body"];

    public override IEnumerable<ActivityNode> Children(ActivityNode node) => node.Child("body") is { } body ? [body] : [];

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        var items = machine.Input(frame, "items") switch
        {
            null => [],
            JsonArray array => array.Select(item => item.Copy()).ToList(),
            _ => throw new ExpressionException($"{node}, input items is not a list."),
        };
        if (items.Count > LoopVariables.MostItems)
            throw new ExpressionException($"{node} has {items.Count} items and a loop goes through {LoopVariables.MostItems} at most; "
                + "use Elsa.BulkDispatchWorkflows, which keeps each item as a target of its own.");
        frame.Items = items;
        if (items.Count == 0 || node.Children.Count == 0) machine.Complete(frame);
        else Begin(machine, frame, node);
    }

    /// <summary>Opens the first bodies.</summary>
    protected abstract void Begin(FlowMachine machine, Frame frame, PlanNode node);
}
