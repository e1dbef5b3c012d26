using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Gives an output of the workflow its value.</summary>
internal sealed class SetOutputBehavior : NodeBehavior
{
    public override string Type => "Elsa.SetOutput";

    public override string Description => "Gives an output of the workflow its value.";

    public override string Category => "Composition";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } =
        [Port("outputName", "String", "The output's name.", required: true), Port("outputValue", "Object", "The value.")];

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        machine.SetOutput(machine.Input(frame, "outputName")!.GetValue<string>(), machine.Input(frame, "outputValue"));
        machine.Complete(frame);
    }
}
