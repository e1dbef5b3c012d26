namespace Foldline.Workflows;

/// <summary>All node types the runtime executes itself.</summary>
internal static class NodeBehaviors
{
    private static readonly Dictionary<string, NodeBehavior> ByType = new NodeBehavior[]
    {
        new FlowchartBehavior(), new SequenceBehavior(), new IfBehavior(), new FlowDecisionBehavior(), new SetVariableBehavior(), new SetOutputBehavior(),
        new WriteLineBehavior(), new StartBehavior(), new EndBehavior(), new FinishBehavior(), new FaultBehavior(), new FlowSwitchBehavior(),
        new FlowForkBehavior(), new FlowJoinBehavior(), new ForkBehavior(), new ForEachBehavior(), new ParallelForEachBehavior(), new DelayBehavior(),
        new StartAtBehavior(), new CronBehavior(), new DispatchWorkflowBehavior(), new BulkDispatchBehavior(),
    }.ToDictionary(behavior => behavior.Type, StringComparer.Ordinal);

    public static IEnumerable<NodeBehavior> All => ByType.Values;

    public static NodeBehavior? Find(string type) => ByType.GetValueOrDefault(type);
}
