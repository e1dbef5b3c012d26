using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>What DispatchWorkflow and BulkDispatchWorkflows share: they ask for instances of another workflow and wait for them, or not.</summary>
internal abstract class DispatchBehavior : NodeBehavior
{
    public override string Category => "Composition";

    protected static IReadOnlyList<PortDescriptor> Common(string wait) =>
    [
        Port("workflowDefinitionId", "String", "The workflow; its published version runs.", required: true),
        Port("input", "ObjectDictionary", "Values of its inputs by name."),
        Port("waitForCompletion", "Boolean", "Whether to wait until they have ended.", false, wait),
        Port("channelName", "String", "Accepted and not used: there is one channel."),
        Port("startNewTrace", "Boolean", "Accepted and not used."),
    ];

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        var id = machine.Input(frame, "workflowDefinitionId")?.ToString() is { Length: > 0 } given ? given
            : throw new ExpressionException($"{node} names no workflow.");
        var items = Items(machine, frame, node, machine.Input(frame, "input") as JsonObject ?? []);
        var wait = machine.Input(frame, "waitForCompletion")?.GetValue<bool>() ?? WaitsByItself;
        if (items.Count == 0) ChildrenEnded(machine, frame, node, new ChildrenEnd(0, 0, 0, null));
        else machine.Ask(frame, new ChildRequest { Frame = frame.Id, DefinitionId = id, Items = items, Wait = wait });
    }

    /// <summary>Whether the node waits where the definition does not say.</summary>
    protected abstract bool WaitsByItself { get; }

    /// <summary>The instances to ask for.</summary>
    protected abstract IReadOnlyList<ChildItem> Items(FlowMachine machine, Frame frame, PlanNode node, JsonObject input);
}
