using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Ends the container it lies in, whatever else runs there.</summary>
internal sealed class EndBehavior : NodeBehavior
{
    public override string Type => "Elsa.End";

    public override string Description => "Ends the flowchart it lies in.";

    public override string Category => "Flow";

    public override IReadOnlyList<string>? Outcomes(ActivityNode node) => [];

    public override void Start(FlowMachine machine, Frame frame, PlanNode node) => machine.CompleteParent(frame, ActivityResult.Done);
}
