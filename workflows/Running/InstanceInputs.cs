using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>Completes the inputs of an instance with defaults and checks their names and types.</summary>
internal static class InstanceInputs
{
    /// <summary>The complete inputs, in the workflow's order.</summary>
    /// <exception cref="RunException">An input is unknown or does not fit its type.</exception>
    public static JsonObject Complete(IReadOnlyList<InputDefinition> declared, string workflow, string instance, JsonObject given)
    {
        if (given.FirstOrDefault(value => declared.All(input => input.Name != value.Key)).Key is { } unknown)
            throw new RunException($"'{instance}' gives the input '{unknown}', which workflow '{workflow}' does not have; it has "
                + $"{string.Join(", ", declared.Select(input => input.Name))}.");
        var inputs = new JsonObject();
        foreach (var input in declared)
        {
            try
            {
                inputs[input.Name] = Coercion.To(given[input.Name] ?? input.Default, input.Type, $"'{instance}', input {input.Name}");
            }
            catch (ExpressionException error)
            {
                throw new RunException(error.Message, error);
            }
        }
        return inputs;
    }
}
