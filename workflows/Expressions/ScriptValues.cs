using System.Text.Json.Nodes;
using Jint;
using Jint.Native;

namespace Foldline.Workflows;

/// <summary>Takes a script's values out as JSON, bounded in depth and size; what JSON has no word for becomes null.</summary>
internal sealed class ScriptValues(ScriptLimits limits)
{
    private const int Deepest = 60;
    private long _size;

    /// <summary>The value as JSON; <c>null</c> for undefined, functions and symbols.</summary>
    /// <exception cref="ExpressionException">It is too deep, too large, or contains itself.</exception>
    public JsonNode? ToJson(JsValue value)
    {
        _size = 0;
        return Convert(value, 0);
    }

    private JsonNode? Convert(JsValue value, int depth)
    {
        if (depth > Deepest) throw new ExpressionException($"makes a value nested more than {Deepest} deep.");
        Charge(8);
        if (value.IsUndefined() || value.IsNull() || value.IsSymbol()) return null;
        if (value.IsBoolean()) return JsonValue.Create(value.AsBoolean());
        if (value.IsNumber()) return Number(value.AsNumber());
        if (value.IsBigInt()) throw new ExpressionException("makes a BigInt, which JSON has no word for.");
        if (value.IsString())
        {
            var text = value.AsString();
            Charge(text.Length);
            return JsonValue.Create(text);
        }
        if (value.IsDate()) return JsonValue.Create(value.AsDate().ToDateTime().ToUniversalTime().ToString("O"));
        var source = value.AsObject();
        if (source is Jint.Native.Function.Function) return null;
        if (source.IsArray())
        {
            var array = source.AsArray();
            var items = new JsonArray();
            for (uint i = 0; i < array.Length; i++) items.Add(Convert(array[i], depth + 1));
            return items;
        }
        var json = new JsonObject();
        foreach (var (key, property) in source.GetOwnProperties())
        {
            if (!key.IsString() || !property.Enumerable) continue;
            var name = key.AsString();
            Charge(name.Length);
            var inner = source.Get(key);
            if (!inner.IsUndefined() && inner is not Jint.Native.Function.Function) json[name] = Convert(inner, depth + 1);
        }
        return json;
    }

    private static JsonNode? Number(double number)
    {
        if (double.IsNaN(number) || double.IsInfinity(number)) return null;
        return number == Math.Floor(number) && Math.Abs(number) <= 1L << 53 ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }

    private void Charge(long characters)
    {
        if ((_size += characters) > limits.TextLength) throw new ExpressionException($"makes a value of more than {limits.TextLength} characters.");
    }
}
