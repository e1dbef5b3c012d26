using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>How the runtime itself executes a type of node: containers, decisions, assignments. Behaviours keep no state; it lies in the frame.</summary>
internal abstract class NodeBehavior
{
    /// <summary>The type name in definitions.</summary>
    public abstract string Type { get; }

    /// <summary>One sentence for the designer.</summary>
    public abstract string Description { get; }

    /// <summary>Group in the designer's palette.</summary>
    public abstract string Category { get; }

    /// <summary>Name on the palette.</summary>
    public virtual string DisplayName => string.Concat(Type[(Type.LastIndexOf('.') + 1)..].Select((letter, i) =>
        i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>Inputs given by expressions.</summary>
    public virtual IReadOnlyList<PortDescriptor> Inputs => [];

    /// <summary>Outputs that can be captured in a variable.</summary>
    public virtual IReadOnlyList<PortDescriptor> Outputs => [];

    /// <summary>Properties that are plain JSON rather than expressions.</summary>
    public virtual IReadOnlyList<string> PlainProperties => [];

    /// <summary>Properties that hold one activity each.</summary>
    public virtual IReadOnlyList<string> EmbeddedPorts => [];

    /// <summary>The ways a node can end; <c>null</c> where only the run will know.</summary>
    public virtual IReadOnlyList<string>? Outcomes(ActivityNode node) => [ActivityResult.Done];

    /// <summary>Variables the node offers to its children without their being declared.</summary>
    public virtual IReadOnlyList<VariableDefinition> Offers => [];

    /// <summary>Nodes inside this one.</summary>
    public virtual IEnumerable<ActivityNode> Children(ActivityNode node) => [];

    /// <summary>What is wrong with a node beyond its inputs, each as the end of a sentence that begins with the node.</summary>
    public virtual IEnumerable<string> Problems(ActivityNode node) => [];

    /// <summary>Begins the node; it either completes its frame or opens children.</summary>
    public abstract void Start(FlowMachine machine, Frame frame, PlanNode node);

    /// <summary>A child has ended, by one way or several at once.</summary>
    public virtual void ChildEnded(FlowMachine machine, Frame frame, PlanNode node, Frame child, IReadOnlyList<string> outcomes) =>
        throw new InvalidOperationException($"{Type} has no children.");

    /// <summary>The time the node waited for has come.</summary>
    public virtual void Woken(FlowMachine machine, Frame frame, PlanNode node) => machine.Complete(frame);

    /// <summary>The instances the node asked for have ended.</summary>
    public virtual void ChildrenEnded(FlowMachine machine, Frame frame, PlanNode node, ChildrenEnd end) => machine.Complete(frame);

    /// <summary>Declares an input.</summary>
    protected static PortDescriptor Port(string name, string type, string description, bool required = false, string? defaultJson = null,
        params string[] choices) => new()
    {
        Name = char.ToUpperInvariant(name[0]) + name[1..],
        JsonName = name,
        Type = new PortType(type),
        DisplayName = string.Concat(name.Select((letter, i) => i == 0 ? $"{char.ToUpperInvariant(letter)}"
            : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}")),
        Description = description,
        Required = required,
        DefaultJson = defaultJson,
        Choices = choices,
    };
}
