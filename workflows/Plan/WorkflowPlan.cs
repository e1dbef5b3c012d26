using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>A validated definition, prepared for running: every node with its behaviour, typed inputs and retry policy.</summary>
internal sealed class WorkflowPlan
{
    private readonly Dictionary<string, PlanNode> _nodes = new(StringComparer.Ordinal);

    private WorkflowPlan(WorkflowDefinition definition, ActivityCatalog catalog)
    {
        Definition = definition;
        Variables = definition.Variables;
        Inputs = definition.Inputs;
        Root = Add(definition.Root, null, catalog);
    }

    public WorkflowDefinition Definition { get; }

    public IReadOnlyList<VariableDefinition> Variables { get; }

    public IReadOnlyList<InputDefinition> Inputs { get; }

    public PlanNode Root { get; }

    public PlanNode this[string id] => _nodes[id];

    public IEnumerable<PlanNode> Nodes => _nodes.Values;

    /// <summary>Prepares a definition.</summary>
    /// <exception cref="DefinitionException">Validation found errors.</exception>
    public static WorkflowPlan Of(WorkflowDefinition definition, ActivityCatalog catalog)
    {
        var errors = new DefinitionValidator(catalog).Validate(definition).Where(problem => problem.IsError).ToList();
        return errors.Count == 0 ? new WorkflowPlan(definition, catalog) : throw new DefinitionException(definition.Name, errors);
    }

    private PlanNode Add(ActivityNode node, PlanNode? parent, ActivityCatalog catalog)
    {
        var behavior = NodeBehaviors.Find(node.Type);
        var descriptor = behavior is null && catalog.TryDescribe(node.Type, out var known) ? known : null;
        var plan = new PlanNode
        {
            Node = node,
            Parent = parent,
            Behavior = behavior,
            Descriptor = descriptor,
            Inputs = behavior?.Inputs ?? descriptor!.Inputs,
            Variables = behavior is null ? [] : node.Variables,
            Needs = NodeNeeds.Read(node, out _),
            Retry = descriptor is null ? RetryPolicy.Default : ResilienceStrategies.Of(node, descriptor),
        };
        _nodes.Add(node.Id, plan);
        foreach (var child in behavior?.Children(node) ?? []) plan.Children.Add(Add(child, plan, catalog));
        if (node.Type == FlowchartBehavior.TypeName) plan.Graph = new FlowGraph(node);
        return plan;
    }
}
