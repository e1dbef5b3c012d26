using System.Reflection;

namespace Foldline.Workflows;

/// <summary>The definitions that come with Foldline, carried inside the assembly.</summary>
public static class BuiltInDefinitions
{
    private const string Prefix = "definitions/";

    /// <summary>Their names, e.g. <c>fold</c>.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^".json".Length]).Order()];

    private static Assembly Assembly => typeof(BuiltInDefinitions).Assembly;

    /// <summary>Reads one.</summary>
    /// <exception cref="DefinitionException">There is none of this name.</exception>
    public static WorkflowDefinition Load(string name)
    {
        using var stream = Assembly.GetManifestResourceStream($"{Prefix}{name}.json")
                           ?? throw new DefinitionException($"There is no built-in workflow '{name}'; there are: {string.Join(", ", Names)}.");
        using var reader = new StreamReader(stream);
        return WorkflowDefinition.Parse(reader.ReadToEnd());
    }
}
