using System.Text.Json;
using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>Evaluates the expressions of definitions to JSON values.</summary>
internal sealed class ExpressionEvaluator(ScriptLimits limits)
{
    /// <summary>The languages this runtime speaks.</summary>
    public static readonly IReadOnlyList<string> Languages = ["Literal", "Object", "Variable", "Input", "JavaScript"];

    /// <summary>The value of an expression; <c>null</c> where it has none.</summary>
    /// <exception cref="ExpressionException">It cannot be evaluated.</exception>
    public JsonNode? Evaluate(Expression expression, ExpressionScope scope, string where)
    {
        switch (expression.Type)
        {
            case "Literal":
                return expression.Value.Copy();
            case "Object":
                return Parse(expression.Value, where);
            case "Variable":
                var (id, name) = expression.Reference;
                return (scope.Find(id, name) ?? throw new ExpressionException($"{where} reads the variable '{name ?? id}', which is not in reach."))
                    .Value.Copy();
            case "Input":
                var input = expression.Reference.Name ?? expression.Reference.Id;
                return input is not null && scope.Inputs.TryGetValue(input, out var value)
                    ? value.Copy()
                    : throw new ExpressionException($"{where} reads the input '{input}', which the workflow does not have.");
            case "JavaScript":
                return expression.Value is JsonValue text && text.TryGetValue<string>(out var script)
                    ? new Script(limits).Evaluate(script, scope, where)
                    : throw new ExpressionException($"{where} holds a JavaScript expression that is not text.");
            default:
                throw new ExpressionException($"{where} is written in {expression.Type}, which is not spoken here; use one of {string.Join(", ", Languages)}.");
        }
    }

    private static JsonNode? Parse(JsonNode? value, string where)
    {
        if (value is not JsonValue text || !text.TryGetValue<string>(out var json)) return value.Copy();
        if (string.IsNullOrWhiteSpace(json)) return null;
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException error)
        {
            throw new ExpressionException($"{where} holds an Object expression that is not JSON: {error.Message}", error);
        }
    }
}
