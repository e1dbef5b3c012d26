using System.Text.Json;
using Foldline.Sequences;

namespace Foldline.Network.Verification;

/// <summary>Constructor arguments of a reference case, read by name; a missing or mistyped one is an <see cref="InputException"/> that names it.</summary>
/// <param name="element">The JSON object.</param>
/// <param name="path">The file, for errors.</param>
public readonly struct CaseConfiguration(JsonElement element, string path)
{
    /// <summary>The object below a name; empty where it is absent.</summary>
    public CaseConfiguration Section(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) && child.ValueKind == JsonValueKind.Object
            ? new CaseConfiguration(child, path)
            : new CaseConfiguration(default, path);

    /// <summary>Whether an argument is given and not null.</summary>
    public bool Has(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A whole number.</summary>
    public int Int(string name, int? fallback = null) => Read(name, fallback, value => value.TryGetInt32(out int number) ? number : null);

    /// <summary>A real number.</summary>
    public double Double(string name, double? fallback = null) => Read(name, fallback, value => value.TryGetDouble(out double number) ? number : null);

    /// <summary>A truth value.</summary>
    public bool Bool(string name, bool? fallback = null) =>
        Read(name, fallback, value => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null);

    /// <summary>A text.</summary>
    public string Text(string name, string fallback) => Has(name) ? element.GetProperty(name).GetString() ?? fallback : fallback;

    private T Read<T>(string name, T? fallback, Func<JsonElement, T?> parse) where T : struct
    {
        if (!Has(name)) return fallback ?? throw new InputException($"{path}: the case's config lacks '{name}'.");
        var value = element.GetProperty(name);
        try
        {
            return parse(value) ?? throw new InputException($"{path}: the config value '{name}' is {value.GetRawText()}, which does not fit.");
        }
        catch (InvalidOperationException fault)
        {
            throw new InputException($"{path}: the config value '{name}' is {value.GetRawText()}, which does not fit.", fault);
        }
    }
}
