namespace Foldline.Workflows;

/// <summary>Where a flowchart begins.</summary>
internal sealed class StartBehavior : NodeBehavior
{
    public override string Type => "Elsa.Start";

    public override string Description => "Where a flowchart begins.";

    public override string Category => "Flow";

    public override void Start(FlowMachine machine, Frame frame, PlanNode node) => machine.Complete(frame);
}
