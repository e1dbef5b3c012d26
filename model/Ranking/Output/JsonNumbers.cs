using System.Text.Json;

namespace Foldline.Ranking.Output;

/// <summary>Numbers as JSON with as many decimals as mean anything; what is not a number becomes null.</summary>
internal static class JsonNumbers
{
    public static void WriteRounded(this Utf8JsonWriter json, float value, int decimals)
    {
        if (float.IsFinite(value)) json.WriteNumberValue(MathF.Round(value, decimals));
        else json.WriteNullValue();
    }

    public static void WriteRounded(this Utf8JsonWriter json, string name, float value, int decimals)
    {
        json.WritePropertyName(name);
        json.WriteRounded(value, decimals);
    }

    public static void WriteList(this Utf8JsonWriter json, string name, IEnumerable<float> values, int decimals)
    {
        json.WriteStartArray(name);
        foreach (float value in values) json.WriteRounded(value, decimals);
        json.WriteEndArray();
    }

    /// <summary>A square matrix, flushed row by row so that the text of a large one never stands in memory.</summary>
    public static void WriteMatrix(this Utf8JsonWriter json, string name, int size, Func<int, int, float> value, int decimals)
    {
        json.WriteStartArray(name);
        for (int row = 0; row < size; row++)
        {
            json.WriteStartArray();
            for (int column = 0; column < size; column++) json.WriteRounded(value(row, column), decimals);
            json.WriteEndArray();
            json.Flush();
        }
        json.WriteEndArray();
    }
}
