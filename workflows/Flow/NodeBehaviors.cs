namespace Foldline.Workflows;

/// <summary>All node types the runtime executes itself.</summary>
internal static class NodeBehaviors
{
    private static readonly Dictionary<string, NodeBehavior> ByType = new NodeBehavior[]
    {
        new FlowchartBehavior(), new SequenceBehavior(), new IfBehavior(), new FlowDecisionBehavior(), new SetVariableBehavior(), new SetOutputBehavior(),
        new WriteLineBehavior(), new StartBehavior(), new EndBehavior(), new FinishBehavior(),
    }.ToDictionary(behavior => behavior.Type, StringComparer.Ordinal);

    public static IEnumerable<NodeBehavior> All => ByType.Values;

    public static NodeBehavior? Find(string type) => ByType.GetValueOrDefault(type);
}
