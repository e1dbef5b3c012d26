using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Where branches of a flowchart meet; the flowchart itself waits, by the mode written here.</summary>
internal sealed class FlowJoinBehavior : NodeBehavior
{
    public const string TypeName = "Elsa.FlowJoin";

    /// <summary>The first branch goes on and the others are given up.</summary>
    public const string WaitAny = "WaitAny";

    /// <summary>Every arrow has to arrive.</summary>
    public const string WaitAll = "WaitAll";

    /// <summary>Every arrow that still can has to arrive.</summary>
    public const string WaitAllActive = "WaitAllActive";

    public override string Type => TypeName;

    public override string Description => "Where branches meet: goes on with the first of them, with all, or with all that are under way.";

    public override string Category => "Branching";

    public override string DisplayName => "Join";

    public override IReadOnlyList<PortDescriptor> Inputs { get; } =
        [Port("mode", "String", "What it waits for.", false, $"\"{WaitAny}\"", WaitAll, WaitAllActive, WaitAny)];

    /// <summary>The mode of a node; the flowchart asks before the node begins.</summary>
    public static string Mode(ActivityNode node) => node.Input("mode")?.Value is JsonValue mode ? mode.ToString() : WaitAny;

    public override IEnumerable<string> Problems(ActivityNode node)
    {
        if (node.Input("mode") is { Type: not "Literal" }) yield return "has a mode that is computed; write it as a Literal.";
    }

    public override void Start(FlowMachine machine, Frame frame, PlanNode node) => machine.Complete(frame);
}
