using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Leaves by several ports at once.</summary>
internal sealed class FlowForkBehavior : NodeBehavior
{
    public override string Type => "Elsa.FlowFork";

    public override string Description => "Goes on by several branches at once.";

    public override string Category => "Branching";

    public override string DisplayName => "Fork (flow)";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } = [Port("branches", "List<String>", "Names of the branches, each a way out.")];

    public override IReadOnlyList<string>? Outcomes(ActivityNode node)
    {
        if (node.Input("branches") is not { } written) return [ActivityResult.Done];
        if (written.Type is not ("Literal" or "Object")) return null;
        try
        {
            var value = written.Type == "Object" && written.Value is JsonValue text && text.TryGetValue<string>(out var json) ? JsonNode.Parse(json) : written.Value;
            return Coercion.To(value, new PortType("List<String>"), "") is JsonArray names ? [.. names.Select(name => name!.ToString())] : null;
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or ExpressionException)
        {
            return null;                                                          // the input itself is reported
        }
    }

    public override void Start(FlowMachine machine, Frame frame, PlanNode node) =>
        machine.Complete(frame, null, machine.Input(frame, "branches") is JsonArray names ? [.. names.Select(name => name!.ToString())] : []);
}
