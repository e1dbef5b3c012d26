using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>Runs its branches at once and ends with the first of them (WaitAny) or with all (WaitAll).</summary>
internal sealed class ForkBehavior : NodeBehavior
{
    private static readonly string[] Modes = ["WaitAll", "WaitAny"];

    public override string Type => "Elsa.Fork";

    public override string Description => "Runs branches at once and goes on after the first of them or after all.";

    public override string Category => "Branching";

    public override IReadOnlyList<string> PlainProperties => ["joinMode", "branches"];

    public override IEnumerable<ActivityNode> Children(ActivityNode node) => node.Nodes("branches");

    public override IEnumerable<string> Problems(ActivityNode node)
    {
        if (node.Plain("joinMode") is { } mode && !Modes.Contains(mode.ToString()))
            yield return $"has the join mode '{mode}'; it is one of {string.Join(", ", Modes)}.";
    }

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        if (node.Children.Count == 0) machine.Complete(frame);
        foreach (var branch in node.Children) machine.Open(branch.Id, frame);
    }

    public override void ChildEnded(FlowMachine machine, Frame frame, PlanNode node, Frame child, IReadOnlyList<string> outcomes)
    {
        if (node.Node.Plain("joinMode")?.ToString() == "WaitAny" || !machine.ChildrenOf(frame).Any()) machine.Complete(frame);
    }
}
