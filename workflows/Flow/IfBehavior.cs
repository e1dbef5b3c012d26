using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Runs one of two branches.</summary>
internal sealed class IfBehavior : NodeBehavior
{
    public override string Type => "Elsa.If";

    public override string Description => "Runs one branch when a condition holds, the other when it does not.";

    public override string Category => "Branching";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } = [Port("condition", "Boolean", "What decides.")];

    public override IReadOnlyList<PortDescriptor> Outputs { get; } = [Port("result", "Boolean", "What was decided.")];

    public override IReadOnlyList<string> EmbeddedPorts => ["then", "else"];

    public override IEnumerable<ActivityNode> Children(ActivityNode node) => new[] { node.Child("then"), node.Child("else") }.OfType<ActivityNode>();

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        var condition = machine.Truth(frame, "condition");
        machine.Capture(frame, new JsonObject { ["result"] = condition });
        if (node.Node.Child(condition ? "then" : "else") is { } branch) machine.Open(branch.Id, frame);
        else machine.Complete(frame);
    }

    public override void ChildEnded(FlowMachine machine, Frame frame, PlanNode node, Frame child, IReadOnlyList<string> outcomes) => machine.Complete(frame);
}
