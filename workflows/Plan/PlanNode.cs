using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>A node ready to run: what it is, where it stands and how it is tried again.</summary>
internal sealed class PlanNode
{
    /// <summary>The node as written.</summary>
    public required ActivityNode Node { get; init; }

    /// <summary>Its inputs, typed.</summary>
    public required IReadOnlyList<PortDescriptor> Inputs { get; init; }

    /// <summary>The container, or <c>null</c> for the root.</summary>
    public required PlanNode? Parent { get; init; }

    /// <summary>How the runtime itself executes it; <c>null</c> for an activity that is work.</summary>
    public NodeBehavior? Behavior { get; init; }

    /// <summary>The activity's declaration; <c>null</c> for what the runtime executes itself.</summary>
    public ActivityDescriptor? Descriptor { get; init; }

    /// <summary>How it is tried again.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>What its worker must have, as the definition says.</summary>
    public ActivityNeeds Needs { get; init; } = ActivityNeeds.None;

    /// <summary>Variables this node declares for its children.</summary>
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];

    /// <summary>Child nodes by id.</summary>
    public List<PlanNode> Children { get; } = [];

    /// <summary>Arrows, for a flowchart.</summary>
    public FlowGraph? Graph { get; set; }

    public string Id => Node.Id;

    public override string ToString() => Node.ToString();
}
