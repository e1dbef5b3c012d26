using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Ends the instance as failed.</summary>
internal sealed class FaultBehavior : NodeBehavior
{
    public override string Type => "Elsa.Fault";

    public override string Description => "Ends the instance as failed, with a message.";

    public override string Category => "Primitives";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } =
    [
        Port("code", "String", "A code for programs."), Port("category", "String", "A category for programs."),
        Port("faultType", "String", "A type for programs."), Port("message", "String", "What a person reads."),
    ];

    public override IReadOnlyList<string>? Outcomes(ActivityNode node) => [];

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        string? Text(string name) => machine.Input(frame, name)?.ToString() is { Length: > 0 } text ? text : null;
        var marks = new[] { Text("category"), Text("faultType"), Text("code") }.OfType<string>().ToList();
        throw new WorkflowFaultException((Text("message") ?? $"{node} ended the workflow.") + (marks.Count > 0 ? $" [{string.Join('/', marks)}]" : ""));
    }
}
