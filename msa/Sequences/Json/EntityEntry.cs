using System.Collections.Immutable;
using System.Text.Json;

namespace Foldline.Sequences;

/// <summary>What the entries of a <c>sequences</c> list have in common over the dialects.</summary>
internal static class EntityEntry
{
    /// <summary>The only field of an entry: what it is, and its content.</summary>
    public static (string Kind, JsonElement Value) Single(JsonElement entry, string place)
    {
        var fields = JsonFields.Object(entry, place).EnumerateObject().ToList();
        return fields.Count == 1
            ? (fields[0].Name, fields[0].Value)
            : throw new InputException($"{place} has {fields.Count} fields ({string.Join(", ", fields.Select(field => field.Name))}); each entry is exactly one entity.");
    }

    /// <summary>Refuses an entity that cannot be folded yet, or that no dialect knows, by its name.</summary>
    public static InputException Unsupported(string kind, string place) => kind switch
    {
        "rna" or "rnaSequence" => NotYet(place, "an RNA chain"),
        "dna" or "dnaSequence" => NotYet(place, "a DNA chain"),
        "ligand" => NotYet(place, "a ligand"),
        "ion" => NotYet(place, "an ion"),
        "protein" => new InputException($"{place} is 'protein', AlphaFold 3's word, in a job of another dialect; write 'proteinChain', or \"dialect\": \"alphafold3\"."),
        "proteinChain" => new InputException($"{place} is 'proteinChain', Protenix's word, in a job of AlphaFold 3's dialect; write 'protein'."),
        _ => new InputException($"{place} is '{kind}', which is no kind of entity; write 'protein' (AlphaFold 3) or 'proteinChain' (Protenix)."),
    };

    /// <summary>A protein sequence that must be there and be clean.</summary>
    public static string Sequence(JsonElement chain, string place)
    {
        var sequence = JsonFields.Text(chain, place, "sequence");
        return ProteinAlphabet.Fault(sequence) is { } fault ? throw new InputException($"{place}.sequence: {fault}") : sequence;
    }

    /// <summary>The list of chain identifiers; empty when the field is absent or an empty list.</summary>
    public static ImmutableArray<string> Ids(JsonElement chain, string place) =>
        [.. JsonFields.List(chain, place, "id").Select((id, index) => Id(id, $"{place}.id[{index}]"))];

    /// <summary>One chain identifier.</summary>
    public static string Id(JsonElement id, string place) => id.ValueKind == JsonValueKind.String && ChainIds.IsValid(id.GetString()!)
        ? id.GetString()!
        : throw new InputException($"{place} is {id.GetRawText()}; a chain identifier is a text of 1 to 16 letters or digits.");

    /// <summary>Refuses a target in which two chains have the same identifier.</summary>
    public static void RequireUniqueIds(IEnumerable<Entity> entities)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in entities.SelectMany(entity => entity.ChainIds))
            if (!seen.Add(id)) throw new InputException($"the chain identifier '{id}' is used twice; every copy needs its own.");
    }

    private static InputException NotYet(string place, string what) => new($"{place} is {what}, which is not supported yet; only protein chains are.");
}
