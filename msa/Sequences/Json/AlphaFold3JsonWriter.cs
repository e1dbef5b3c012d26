using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Foldline.Sequences;

/// <summary>Writes a target as AlphaFold 3 input with its alignments inside: the <c>&lt;target&gt;_data.json</c> other programs can start from.</summary>
public static class AlphaFold3JsonWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The target as text.</summary>
    /// <param name="target">A target of protein chains; alignments that are <c>null</c> are written as null (search).</param>
    /// <param name="seeds">The seeds of the run; where empty, the target's own, or 1: AlphaFold 3 wants at least one.</param>
    public static string ToText(Target target, IReadOnlyList<long>? seeds = null)
    {
        using var stream = new MemoryStream();
        Write(stream, target, seeds);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes the target to a stream in UTF-8, with a line feed at the end.</summary>
    /// <exception cref="NotSupportedException">An entity is no protein.</exception>
    public static void Write(Stream stream, Target target, IReadOnlyList<long>? seeds = null)
    {
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("dialect", "alphafold3");
            json.WriteNumber("version", 1);
            json.WriteString("name", target.Name);
            json.WriteStartArray("sequences");
            foreach (var entity in target.Entities) Write(json, target, entity);
            json.WriteEndArray();
            json.WriteStartArray("modelSeeds");
            foreach (var seed in seeds is { Count: > 0 } ? seeds : target.Seeds.IsDefaultOrEmpty ? [1L] : target.Seeds) json.WriteNumberValue(seed);
            json.WriteEndArray();
            json.WriteNull("bondedAtomPairs");
            json.WriteNull("userCCD");
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, Target target, Entity entity)
    {
        if (entity.Kind != EntityKind.Protein) throw new NotSupportedException($"Target '{target.Name}': writing a {entity.Kind} entity is not supported yet.");
        json.WriteStartObject();
        json.WriteStartObject("protein");
        if (entity.Copies == 1) json.WriteString("id", entity.ChainIds[0]);
        else
        {
            json.WriteStartArray("id");
            foreach (var id in entity.ChainIds) json.WriteStringValue(id);
            json.WriteEndArray();
        }
        json.WriteString("sequence", entity.Sequence);
        json.WriteStartArray("modifications");
        json.WriteEndArray();
        json.WriteString("unpairedMsa", entity.Alignments.Unpaired);
        json.WriteString("pairedMsa", entity.Alignments.Paired);
        json.WriteStartArray("templates");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
