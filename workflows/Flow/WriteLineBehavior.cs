using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Writes a line into the run's journal.</summary>
internal sealed class WriteLineBehavior : NodeBehavior
{
    public override string Type => "Elsa.WriteLine";

    public override string Description => "Writes a line into the journal of the run.";

    public override string Category => "Primitives";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } = [Port("text", "String", "The line.")];

    public override void Start(FlowMachine machine, Frame frame, PlanNode node) =>
        machine.Complete(frame, new JsonObject { ["text"] = machine.Input(frame, "text") });
}
