using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Turns what a designer typed or a script gave into what a port takes: text into numbers, flags and lists.</summary>
internal static class Coercion
{
    /// <summary>The value as the type wants it.</summary>
    /// <exception cref="ExpressionException">It cannot be that.</exception>
    public static JsonNode? To(JsonNode? value, PortType type, string where)
    {
        if (value is null) return null;
        var text = value is JsonValue scalar && scalar.TryGetValue<string>(out var found) ? found : null;
        switch (type.Name)
        {
            case "String":
                return text is not null || value is not JsonValue ? Expect(value is JsonValue, value.DeepClone(), value, type, where)
                    : JsonValue.Create(value.ToJsonString());
            case "Boolean":
                if (value.GetValueKind() is JsonValueKind.True or JsonValueKind.False) return value.DeepClone();
                return Expect(bool.TryParse(text, out var flag), JsonValue.Create(flag), value, type, where);
            case "Int32" or "Int64" or "Long":
                if (value.GetValueKind() == JsonValueKind.Number && Whole(value.ToJsonString(), out var number)) return JsonValue.Create(number);
                return Expect(Whole(text, out number), JsonValue.Create(number), value, type, where);
            case "Double" or "Single" or "Decimal":
                if (value.GetValueKind() == JsonValueKind.Number) return value.DeepClone();
                return Expect(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real), JsonValue.Create(real), value, type,
                    where);
            case "TimeSpan":
                return Expect(text is not null && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _), value.DeepClone(), value, type, where);
            case "Object" or "JSON":
                return value.DeepClone();
        }
        if (text is not null && text.AsSpan().TrimStart() is ['[' or '{', ..])
        {
            try
            {
                value = JsonNode.Parse(text)!;
            }
            catch (JsonException)
            {
                throw Unfit(value, type, where);
            }
        }
        if (type.Name.StartsWith("List<", StringComparison.Ordinal) || type.Name.EndsWith("[]", StringComparison.Ordinal))
        {
            var element = new PortType(type.Name.EndsWith("[]", StringComparison.Ordinal) ? type.Name[..^2] : type.Name[5..^1]);
            return value is JsonArray items ? new JsonArray([.. items.Select(item => To(item, element, where))]) : throw Unfit(value, type, where);
        }
        return value.DeepClone();
    }

    private static bool Whole(string? text, out long number)
    {
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out number)) return true;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) || real != Math.Floor(real)
            || Math.Abs(real) > 1L << 53) return false;
        number = (long)real;                                                      // 1e3 and 5.0 are whole numbers, too
        return true;
    }

    private static JsonNode? Expect(bool fits, JsonNode? coerced, JsonNode value, PortType type, string where) => fits ? coerced
        : throw Unfit(value, type, where);

    private static ExpressionException Unfit(JsonNode value, PortType type, string where)
    {
        var shown = value.ToJsonString();
        return new ExpressionException($"{where} takes {type}, and {(shown.Length > 60 ? shown[..60] + "…" : shown)} is none.");
    }
}
