using System.Text;
using Foldline.Workflows;

namespace Foldline.Server.Elsa;

/// <summary>What scripts may call, as TypeScript declarations for the designer's editor.</summary>
internal static class ScriptTypes
{
    public static string Of(WorkflowDefinition? definition)
    {
        var text = new StringBuilder("""
            declare function getWorkflowInstanceId(): string;
            declare function getCorrelationId(): string;
            declare function getInput(name: string): any;
            declare function getVariable(name: string): any;

            """.ReplaceLineEndings("\n"));
        foreach (var input in definition?.Inputs ?? []) Function(text, input.Name, input.Type.Name);
        foreach (var variable in definition?.Variables ?? []) Function(text, variable.Name, variable.Type.Name);
        text.Append("declare var variables: {");
        foreach (var variable in definition?.Variables.Where(variable => IsName(variable.Name)) ?? []) text.Append($" {variable.Name}: {Type(variable.Type.Name)};");
        return text.Append(" };\n").ToString();
    }

    private static void Function(StringBuilder text, string name, string type)
    {
        if (IsName(name)) text.Append($"declare function get{char.ToUpperInvariant(name[0])}{name[1..]}(): {Type(type)};\n");
    }

    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static string Type(string type) => type switch
    {
        "String" or "Guid" or "DateTimeOffset" or "TimeSpan" => "string",
        "Boolean" => "boolean",
        "Int32" or "Int64" or "Long" or "Single" or "Double" or "Decimal" => "number",
        _ when type.StartsWith("List<", StringComparison.Ordinal) => $"{Type(type[5..^1])}[]",
        _ => "any",
    };
}
