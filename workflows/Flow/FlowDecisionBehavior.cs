using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Leaves by True or False.</summary>
internal sealed class FlowDecisionBehavior : NodeBehavior
{
    public override string Type => "Elsa.FlowDecision";

    public override string Description => "Goes on by True or by False.";

    public override string Category => "Branching";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } = [Port("condition", "Boolean", "What decides.")];

    public override IReadOnlyList<string>? Outcomes(ActivityNode node) => ["True", "False"];

    public override void Start(FlowMachine machine, Frame frame, PlanNode node) =>
        machine.Complete(frame, null, machine.Truth(frame, "condition") ? "True" : "False");
}
