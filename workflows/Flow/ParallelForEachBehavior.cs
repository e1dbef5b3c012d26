using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Runs its body for all items at once, as far as the machine has room, and ends when all have ended.</summary>
internal sealed class ParallelForEachBehavior : LoopBehavior
{
    public override string Type => "Elsa.ParallelForEach";

    public override string Description => "Runs its body for all items of a list at once.";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } = [Port("items", "Object", "The items: a list.")];

    public override void ChildEnded(FlowMachine machine, Frame frame, PlanNode node, Frame child, IReadOnlyList<string> outcomes)
    {
        if (!machine.ChildrenOf(frame).Any()) machine.Complete(frame);
    }

    protected override void Begin(FlowMachine machine, Frame frame, PlanNode node)
    {
        for (var i = 0; i < frame.Items!.Count; i++) machine.Open(node.Children[0].Id, frame, i);
    }
}
