using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Asks for one instance of another workflow.</summary>
internal sealed class DispatchWorkflowBehavior : DispatchBehavior
{
    public override string Type => "Elsa.DispatchWorkflow";

    public override string Description => "Runs another workflow as an instance of its own.";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } = [.. Common("false"), Port("correlationId", "String", "A name for the instance.")];

    public override IReadOnlyList<PortDescriptor> Outputs { get; } = [Port("result", "Object", "Its outputs by name, where it was waited for and succeeded.")];

    protected override bool WaitsByItself => false;

    public override void ChildrenEnded(FlowMachine machine, Frame frame, PlanNode node, ChildrenEnd end) =>
        machine.Complete(frame, new JsonObject { ["result"] = end.Outputs.Copy() });

    protected override IReadOnlyList<ChildItem> Items(FlowMachine machine, Frame frame, PlanNode node, JsonObject input) =>
        [new ChildItem(machine.Input(frame, "correlationId")?.ToString() is { Length: > 0 } name ? name : "1", input.DeepClone().AsObject())];
}
