namespace Foldline.Workflows;

/// <summary>
/// A chart of nodes and arrows. An outcome follows all arrows of its port. A node entered by several arrows waits until no other path under way can still
/// reach it (Elsa's WaitAllActive), then runs once; an <c>Elsa.FlowJoin</c> may say otherwise. An arrow that closes a loop starts its target at once.
/// </summary>
internal sealed class FlowchartBehavior : NodeBehavior
{
    public const string TypeName = "Elsa.Flowchart";

    public override string Type => TypeName;

    public override string Description => "A chart of activities and the arrows between them.";

    public override string Category => "Flow";

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

    public override void ChildEnded(FlowMachine machine, Frame frame, PlanNode node, Frame child, IReadOnlyList<string> outcomes)
    {
        var graph = node.Graph!;
        foreach (var arrow in outcomes.SelectMany(outcome => graph.Leaving(child.Node, outcome)).ToList())
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
        Join(machine, frame, node);
        // A join that waits for a branch nobody took never runs; nothing else is left to do.
        if (!machine.ChildrenOf(frame).Any()) machine.Complete(frame);
    }

    /// <summary>Opens each join whose time has come. Arrows that close loops do not count, so some join is always first.</summary>
    private static void Join(FlowMachine machine, Frame frame, PlanNode node)
    {
        var graph = node.Graph!;
        while (frame.Arrivals is { } arrivals)
        {
            var ready = arrivals.Keys.Order(StringComparer.Ordinal).FirstOrDefault(join => IsReady(machine, frame, node, join));
            if (ready is null) return;
            arrivals.Remove(ready);
            if (ModeOf(node, ready) == FlowJoinBehavior.WaitAny)
            {
                foreach (var late in machine.ChildrenOf(frame).Where(child => graph.Reaches(child.Node, ready)).ToList()) machine.Abandon(late);
                foreach (var late in arrivals.Keys.Where(join => graph.Reaches(join, ready)).ToList()) arrivals.Remove(late);
            }
            if (arrivals.Count == 0) frame.Arrivals = null;
            machine.Open(ready, frame);
        }
    }

    private static bool IsReady(FlowMachine machine, Frame frame, PlanNode node, string join)
    {
        var (graph, arrivals) = (node.Graph!, frame.Arrivals!);
        return ModeOf(node, join) switch
        {
            FlowJoinBehavior.WaitAny => true,
            FlowJoinBehavior.WaitAll => graph.Entering(join).All(arrivals[join].Contains),
            _ => !machine.ChildrenOf(frame).Any(child => graph.Reaches(child.Node, join))
                && !arrivals.Keys.Any(other => other != join && graph.Reaches(other, join)),
        };
    }

    private static string ModeOf(PlanNode node, string join)
    {
        var target = node.Children.Find(child => child.Id == join)!.Node;
        return target.Type == FlowJoinBehavior.TypeName ? FlowJoinBehavior.Mode(target) : FlowJoinBehavior.WaitAllActive;
    }
}
