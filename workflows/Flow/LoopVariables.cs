using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>What loops offer to their bodies, under Elsa's names.</summary>
internal static class LoopVariables
{
    /// <summary>The most items a loop goes through; more are a campaign, which lies in tables rather than in one instance's state.</summary>
    public const int MostItems = 1_000;

    /// <summary>The item the body works on.</summary>
    public static VariableDefinition CurrentValue { get; } = new("CurrentValue", "CurrentValue", PortType.Object, null);

    /// <summary>Its number, from 0.</summary>
    public static VariableDefinition CurrentIndex { get; } = new("CurrentIndex", "CurrentIndex", new PortType("Int32"), null);

    /// <summary>The item a function of BulkDispatchWorkflows is asked about.</summary>
    public static VariableDefinition Item { get; } = new("Item", "Item", PortType.Object, null);
}
