using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Foldline.Sequences;

/// <summary>Writes a target as AlphaFold 3 input with its alignments inside: the <c>&lt;target&gt;_data.json</c> other programs can start from.</summary>
public static class AlphaFold3JsonWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The target as text.</summary>
    /// <param name="target">A target; alignments that are <c>null</c> are written as null (search).</param>
    /// <param name="seeds">The seeds of the run; where empty, the target's own, or 1: AlphaFold 3 wants at least one.</param>
    public static string ToText(Target target, IReadOnlyList<long>? seeds = null)
    {
        using var stream = new MemoryStream();
        Write(stream, target, seeds);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes the target to a stream in UTF-8, with a line feed at the end.</summary>
    public static void Write(Stream stream, Target target, IReadOnlyList<long>? seeds = null)
    {
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("dialect", "alphafold3");
            json.WriteNumber("version", 1);
            json.WriteString("name", target.Name);
            json.WriteStartArray("sequences");
            foreach (var entity in target.Entities) Write(json, entity);
            json.WriteEndArray();
            json.WriteStartArray("modelSeeds");
            foreach (var seed in seeds is { Count: > 0 } ? seeds : target.Seeds.IsDefaultOrEmpty ? [1L] : target.Seeds) json.WriteNumberValue(seed);
            json.WriteEndArray();
            WriteBonds(json, target);
            json.WriteNull("userCCD");
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, Entity entity)
    {
        json.WriteStartObject();
        json.WriteStartObject(entity.Kind switch { EntityKind.Protein => "protein", EntityKind.Rna => "rna", EntityKind.Dna => "dna", _ => "ligand" });
        if (entity.Copies == 1) json.WriteString("id", entity.ChainIds[0]);
        else
        {
            json.WriteStartArray("id");
            foreach (var id in entity.ChainIds) json.WriteStringValue(id);
            json.WriteEndArray();
        }
        if (entity.Kind is EntityKind.Ligand or EntityKind.Ion)
        {
            json.WriteStartArray("ccdCodes");
            foreach (var code in entity.Components) json.WriteStringValue(code);
            json.WriteEndArray();
        }
        else WriteChain(json, entity);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteChain(Utf8JsonWriter json, Entity entity)
    {
        json.WriteString("sequence", entity.Sequence);
        json.WriteStartArray("modifications");
        foreach (var change in entity.Modifications)
        {
            json.WriteStartObject();
            json.WriteString(entity.Kind == EntityKind.Protein ? "ptmType" : "modificationType", change.Code);
            json.WriteNumber(entity.Kind == EntityKind.Protein ? "ptmPosition" : "basePosition", change.Position);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (entity.Kind is EntityKind.Protein or EntityKind.Rna) json.WriteString("unpairedMsa", entity.Alignments.Unpaired);
        if (entity.Kind != EntityKind.Protein) return;
        json.WriteString("pairedMsa", entity.Alignments.Paired);
        json.WriteStartArray("templates");
        json.WriteEndArray();
    }

    // AlphaFold 3 names chains, so a bond of all copies becomes one for each.
    private static void WriteBonds(Utf8JsonWriter json, Target target)
    {
        if (target.Bonds.IsDefaultOrEmpty)
        {
            json.WriteNull("bondedAtomPairs");
            return;
        }
        json.WriteStartArray("bondedAtomPairs");
        foreach (var bond in target.Bonds)
        {
            foreach (var (first, second) in Chains(bond.First).Zip(Chains(bond.Second)))
            {
                json.WriteStartArray();
                WriteEnd(first, bond.First);
                WriteEnd(second, bond.Second);
                json.WriteEndArray();
            }
        }
        json.WriteEndArray();

        IEnumerable<string> Chains(BondedAtom end) => target.Entities[end.Entity - 1].ChainIds is var chains && end.Copy is { } copy ? [chains[copy - 1]] : chains;

        void WriteEnd(string chain, BondedAtom end)
        {
            json.WriteStartArray();
            json.WriteStringValue(chain);
            json.WriteNumberValue(end.Position);
            json.WriteStringValue(end.Atom);
            json.WriteEndArray();
        }
    }
}
