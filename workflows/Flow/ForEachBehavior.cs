using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Runs its body for one item after another.</summary>
internal sealed class ForEachBehavior : LoopBehavior
{
    public override string Type => "Elsa.ForEach";

    public override string Description => "Runs its body for one item of a list after another.";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } = [Port("items", "List<Object>", "The items.")];

    public override IReadOnlyList<PortDescriptor> Outputs { get; } = [Port("currentValue", "Object", "The item the body works on.")];

    public override void ChildEnded(FlowMachine machine, Frame frame, PlanNode node, Frame child, IReadOnlyList<string> outcomes)
    {
        frame.Index++;
        if (frame.Index < frame.Items!.Count) Begin(machine, frame, node);
        else machine.Complete(frame);
    }

    protected override void Begin(FlowMachine machine, Frame frame, PlanNode node)
    {
        machine.Capture(frame, new JsonObject { ["currentValue"] = frame.Items![frame.Index].Copy() });
        machine.Open(node.Children[0].Id, frame, frame.Index);
    }
}
