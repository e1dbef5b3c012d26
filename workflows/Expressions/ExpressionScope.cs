using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>What an expression can see: the run's inputs and the variables in reach, inner containers before outer ones.</summary>
internal sealed class ExpressionScope
{
    /// <summary>Values of the run's inputs by name.</summary>
    public required IReadOnlyDictionary<string, JsonNode?> Inputs { get; init; }

    /// <summary>Variables in reach, innermost first.</summary>
    public required IReadOnlyList<ScopedVariable> Variables { get; init; }

    /// <summary>The run and the instance, for scripts.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Values a loop offers to its body, e.g. <c>CurrentValue</c>.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Ambient { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>The variable of an id, else of a name.</summary>
    public ScopedVariable? Find(string? id, string? name) =>
        Variables.FirstOrDefault(variable => id is not null && variable.Definition.Id == id)
            ?? Variables.FirstOrDefault(variable => name is not null && variable.Definition.Name == name);
}

/// <summary>A variable and its value now.</summary>
internal sealed record ScopedVariable(VariableDefinition Definition, JsonNode? Value);
