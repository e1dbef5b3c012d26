namespace Foldline.Workflows;

/// <summary>Ends the whole workflow, whatever else runs.</summary>
internal sealed class FinishBehavior : NodeBehavior
{
    public override string Type => "Elsa.Finish";

    public override string Description => "Ends the workflow.";

    public override string Category => "Primitives";

    public override IReadOnlyList<string>? Outcomes(ActivityNode node) => [];

    public override void Start(FlowMachine machine, Frame frame, PlanNode node) => machine.Finish(frame);
}
