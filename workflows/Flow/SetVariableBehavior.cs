using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Gives a variable a value.</summary>
internal sealed class SetVariableBehavior : NodeBehavior
{
    public override string Type => "Elsa.SetVariable";

    public override string Description => "Gives a variable a value.";

    public override string Category => "Primitives";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } = [Port("value", "Object", "The value.")];

    public override IReadOnlyList<string> PlainProperties => ["variable"];

    /// <summary>The id of the variable a node sets.</summary>
    public static string? Target(ActivityNode node) => node.Plain("variable") is JsonObject variable ? variable.Text("id") ?? variable.Text("name") : null;

    public override IEnumerable<string> Problems(ActivityNode node) => Target(node) is null ? ["does not say which variable it sets."] : [];

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        machine.SetVariable(frame, Target(node.Node)!, machine.Input(frame, "value"));
        machine.Complete(frame);
    }
}
