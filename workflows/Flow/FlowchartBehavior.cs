namespace Foldline.Workflows;

/// <summary>
/// A chart of nodes and arrows. An outcome follows all arrows of its port. A node entered by several arrows waits until no other path under way can still
/// reach it (Elsa's WaitAllActive), then runs once; an arrow that closes a loop starts its target at once.
/// </summary>
internal sealed class FlowchartBehavior : NodeBehavior
{
    public const string TypeName = "Elsa.Flowchart";

    public override string Type => TypeName;

    public override string Description => "A chart of activities and the arrows between them.";

    public override IEnumerable<ActivityNode> Children(ActivityNode node) => node.Activities;

    public override IEnumerable<string> Problems(ActivityNode node)
    {
        var children = node.Activities.ToLookup(child => child.Id, StringComparer.Ordinal);
        foreach (var arrow in node.Connections)
        {
            foreach (var end in new[] { arrow.Source, arrow.Target }.Where(end => !children.Contains(end)))
                yield return $"has an arrow at '{end}', which is not in it.";
        }
    }

    public override void Start(FlowMachine machine, Frame frame, PlanNode node)
    {
        if (node.Graph!.Start is { } start) machine.Open(start, frame);
        else machine.Complete(frame);
    }

    public override void ChildEnded(FlowMachine machine, Frame frame, PlanNode node, Frame child, string outcome)
    {
        var graph = node.Graph!;
        foreach (var arrow in graph.Leaving(child.Node, outcome))
        {
            var target = graph.Connections[arrow].Target;
            if (graph.IsBack(arrow) || graph.Entering(target).Count < 2)
            {
                machine.Open(target, frame);
                continue;
            }
            frame.Arrivals ??= new Dictionary<string, List<int>>(StringComparer.Ordinal);
            if (!frame.Arrivals.TryGetValue(target, out var arrived)) frame.Arrivals.Add(target, arrived = []);
            if (!arrived.Contains(arrow)) arrived.Add(arrow);
        }
        Join(machine, frame, graph);
        if (frame.Arrivals is null && !machine.ChildrenOf(frame).Any()) machine.Complete(frame);
    }

    /// <summary>Opens each join that nothing under way can still reach. Arrows that close loops do not count, so some join is always first.</summary>
    private static void Join(FlowMachine machine, Frame frame, FlowGraph graph)
    {
        while (frame.Arrivals is { } arrivals)
        {
            var active = machine.ChildrenOf(frame).Select(child => child.Node).ToHashSet(StringComparer.Ordinal);
            var ready = arrivals.Keys.Order(StringComparer.Ordinal)
                .FirstOrDefault(join => !active.Any(node => graph.Reaches(node, join))
                    && !arrivals.Keys.Any(other => other != join && graph.Reaches(other, join)));
            if (ready is null) return;
            arrivals.Remove(ready);
            if (arrivals.Count == 0) frame.Arrivals = null;
            machine.Open(ready, frame);
        }
    }
}
