using System.Text.Json;

namespace Foldline.Sequences;

/// <summary>Typed access to fields of the user's JSON; what is not as it should be becomes a sentence that names the field.</summary>
internal static class JsonFields
{
    /// <summary>The field's value, or <c>null</c> when it is absent or null.</summary>
    public static JsonElement? Find(JsonElement parent, string field) =>
        parent.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text that must be there.</summary>
    public static string Text(JsonElement parent, string place, string field) =>
        OptionalText(parent, place, field) ?? throw new InputException($"{Join(place, field)} is missing.");

    /// <summary>A text, or <c>null</c> when it is absent or null.</summary>
    public static string? OptionalText(JsonElement parent, string place, string field) => Find(parent, field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Wrong(Join(place, field), "a text", value),
    };

    /// <summary>A number of copies, from 1 to 10,000, that must be there.</summary>
    public static int Count(JsonElement parent, string place, string field)
    {
        var value = Find(parent, field) ?? throw new InputException($"{Join(place, field)} is missing; write the number of copies.");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count is >= 1 and <= 10_000
            ? count
            : throw Wrong(Join(place, field), "a whole number from 1 to 10,000", value);
    }

    /// <summary>The elements of a list; none when it is absent or null.</summary>
    public static IEnumerable<JsonElement> List(JsonElement parent, string place, string field) => Find(parent, field) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } value => value.EnumerateArray(),
        { } value => throw Wrong(Join(place, field), "a list", value),
    };

    /// <summary>An object, or a sentence.</summary>
    public static JsonElement Object(JsonElement element, string place) => element.ValueKind == JsonValueKind.Object ? element : throw Wrong(place, "an object", element);

    /// <summary>Seeds: whole numbers from 0, also written as texts (AlphaFold Server does).</summary>
    public static IEnumerable<long> Seeds(JsonElement job) => List(job, "", "modelSeeds").Select((seed, index) =>
    {
        var text = seed.ValueKind == JsonValueKind.String ? seed.GetString() : seed.GetRawText();
        return long.TryParse(text, out var value) && value is >= 0 and <= uint.MaxValue
            ? value
            : throw new InputException($"modelSeeds[{index}] is {seed.GetRawText()}; a seed is a whole number from 0 to {uint.MaxValue}.");
    });

    /// <summary>Refuses a field that holds anything: null, an empty list, object or text count as absent.</summary>
    public static void RefuseUsed(JsonElement parent, string place, string field, string what)
    {
        var used = Find(parent, field) switch
        {
            null => false,
            { ValueKind: JsonValueKind.Array } value => value.GetArrayLength() > 0,
            { ValueKind: JsonValueKind.Object } value => value.EnumerateObject().Any(),
            { ValueKind: JsonValueKind.String } value => value.GetString()!.Length > 0,
            { ValueKind: JsonValueKind.False } => false,
            _ => true,
        };
        if (used) throw new InputException($"{Join(place, field)}: {what} not supported yet; remove the field to fold without.");
    }

    /// <summary>The names of fields that are not among those known.</summary>
    public static IEnumerable<string> Unknown(JsonElement parent, IReadOnlySet<string> known) =>
        parent.EnumerateObject().Select(field => field.Name).Where(name => !known.Contains(name));

    /// <summary>A path into the document for messages.</summary>
    public static string Join(string place, string field) => place.Length == 0 ? field : $"{place}.{field}";

    /// <summary>A value of the wrong kind.</summary>
    public static InputException Wrong(string place, string expected, JsonElement value) => new($"{place} must be {expected}, not {Shown(value)}.");

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: <= 40 } text ? text : value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
