using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>How the runtime itself executes a type of node: containers, decisions, assignments. Behaviours keep no state; it lies in the frame.</summary>
internal abstract class NodeBehavior
{
    /// <summary>The type name in definitions.</summary>
    public abstract string Type { get; }

    /// <summary>One sentence for the designer.</summary>
    public abstract string Description { get; }

    /// <summary>Inputs given by expressions.</summary>
    public virtual IReadOnlyList<PortDescriptor> Inputs => [];

    /// <summary>Outputs that can be captured in a variable.</summary>
    public virtual IReadOnlyList<PortDescriptor> Outputs => [];

    /// <summary>The ways a node can end.</summary>
    public virtual IReadOnlyList<string> Outcomes(ActivityNode node) => [ActivityResult.Done];

    /// <summary>Nodes inside this one.</summary>
    public virtual IEnumerable<ActivityNode> Children(ActivityNode node) => [];

    /// <summary>What is wrong with a node beyond its inputs, each as the end of a sentence that begins with the node.</summary>
    public virtual IEnumerable<string> Problems(ActivityNode node) => [];

    /// <summary>Begins the node; it either completes its frame or opens children.</summary>
    public abstract void Start(FlowMachine machine, Frame frame, PlanNode node);

    /// <summary>A child has ended.</summary>
    public virtual void ChildEnded(FlowMachine machine, Frame frame, PlanNode node, Frame child, string outcome) =>
        throw new InvalidOperationException($"{Type} has no children.");

    /// <summary>Declares an input.</summary>
    protected static PortDescriptor Port(string name, string type, string description, bool required = false) => new()
    {
        Name = char.ToUpperInvariant(name[0]) + name[1..],
        JsonName = name,
        Type = new PortType(type),
        DisplayName = char.ToUpperInvariant(name[0]) + name[1..],
        Description = description,
        Required = required,
    };
}
