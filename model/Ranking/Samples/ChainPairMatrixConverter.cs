using System.Text.Json;
using System.Text.Json.Serialization;
using Foldline.Ranking.Confidences;

namespace Foldline.Ranking.Samples;

/// <summary>A chain pair matrix as a JSON array of rows.</summary>
internal sealed class ChainPairMatrixConverter : JsonConverter<ChainPairMatrix>
{
    public override ChainPairMatrix Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var rows = JsonSerializer.Deserialize<float[][]>(ref reader, options) ?? [];
        if (rows.Any(row => row.Length != rows.Length)) throw new JsonException("a chain pair matrix is not square");
        return new ChainPairMatrix(rows.Length, [.. rows.SelectMany(row => row)]);
    }

    public override void Write(Utf8JsonWriter writer, ChainPairMatrix value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, Enumerable.Range(0, value.Chains).Select(value.Row).ToArray(), options);
}
