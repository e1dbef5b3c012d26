namespace Foldline.Workflows;

/// <summary>Runs its activities one after another.</summary>
internal sealed class SequenceBehavior : NodeBehavior
{
    public override string Type => "Elsa.Sequence";

    public override string Description => "Runs activities one after another.";

    public override string Category => "Workflows";

    public override IEnumerable<ActivityNode> Children(ActivityNode node) => node.Activities;

    public override void Start(FlowMachine machine, Frame frame, PlanNode node) => Next(machine, frame, node);

    public override void ChildEnded(FlowMachine machine, Frame frame, PlanNode node, Frame child, IReadOnlyList<string> outcomes)
    {
        frame.Index++;
        Next(machine, frame, node);
    }

    private static void Next(FlowMachine machine, Frame frame, PlanNode node)
    {
        if (frame.Index < node.Children.Count) machine.Open(node.Children[frame.Index].Id, frame);
        else machine.Complete(frame);
    }
}
