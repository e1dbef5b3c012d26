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

    /// <summary>Refuses an entity that no dialect knows, or that is another dialect's word.</summary>
    public static InputException Unknown(string kind, string place) => kind switch
    {
        "protein" => new InputException($"{place} is 'protein', AlphaFold 3's word, in a job of another dialect; write 'proteinChain', or \"dialect\": \"alphafold3\"."),
        "proteinChain" => new InputException($"{place} is 'proteinChain', Protenix's word, in a job of AlphaFold 3's dialect; write 'protein'."),
        "rna" or "dna" => new InputException($"{place} is '{kind}', AlphaFold 3's word, in a job of another dialect; write '{kind}Sequence', or \"dialect\": \"alphafold3\"."),
        "rnaSequence" or "dnaSequence" => new InputException($"{place} is '{kind}', Protenix's word, in a job of AlphaFold 3's dialect; write '{kind[..3]}'."),
        _ => new InputException($"{place} is '{kind}', which is no kind of entity; known are protein, rna, dna and ligand (AlphaFold 3), and proteinChain, rnaSequence, "
                                + "dnaSequence, ligand and ion (Protenix)."),
    };

    /// <summary>The sequence of a chain; it must be there and be clean.</summary>
    public static string Sequence(JsonElement chain, string place, EntityKind kind)
    {
        var sequence = JsonFields.Text(chain, place, "sequence");
        return PolymerAlphabet.Fault(kind, sequence) is { } fault ? throw new InputException($"{place}.sequence: {fault}") : sequence;
    }

    /// <summary>The changed residues of a chain.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="length">Its residues.</param>
    /// <param name="kind">Its kind: proteins and nucleic acids name the fields differently.</param>
    /// <param name="prefix">What stands before each code: <c>CCD_</c> in Protenix's dialect.</param>
    public static ImmutableArray<Modification> Modifications(JsonElement chain, string place, int length, EntityKind kind, string prefix)
    {
        var (typeField, positionField) = kind == EntityKind.Protein ? ("ptmType", "ptmPosition") : ("modificationType", "basePosition");
        var changes = JsonFields.List(chain, place, "modifications").Select((change, index) =>
        {
            var here = $"{place}.modifications[{index}]";
            var entry = JsonFields.Object(change, here);
            var position = JsonFields.Find(entry, positionField) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : 0;
            if (position < 1 || position > length) throw new InputException($"{here}.{positionField} must be a position from 1 to {length}.");
            return new Modification(position, Code(JsonFields.Text(entry, here, typeField), $"{here}.{typeField}", prefix));
        }).ToImmutableArray();
        return changes.Select(change => change.Position).Distinct().Count() == changes.Length ? changes : throw new InputException($"{place}.modifications changes a residue twice.");
    }

    /// <summary>A component's code, without what stands before it.</summary>
    public static string Code(string text, string place, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal) && ComponentCode.IsValid(text[prefix.Length..])
        ? text[prefix.Length..]
        : throw new InputException($"{place} is '{text}'; write {(prefix.Length > 0 ? prefix + " and " : "")}the code of a component in the wwPDB's dictionary, for example {prefix}SEP.");

    /// <summary>Refuses bonds to residues that are not there.</summary>
    public static ImmutableArray<TargetBond> Within(IReadOnlyList<Entity> entities, IEnumerable<TargetBond> bonds)
    {
        var checkedBonds = bonds.ToImmutableArray();
        foreach (var end in checkedBonds.SelectMany(bond => new[] { bond.First, bond.Second }))
        {
            if (end.Entity < 1 || end.Entity > entities.Count) throw new InputException($"a bond names entity {end.Entity}; there are {entities.Count}.");
            var entity = entities[end.Entity - 1];
            if (end.Copy is < 1 || end.Copy > entity.Copies) throw new InputException($"a bond names copy {end.Copy} of entity {end.Entity}, of which there are {entity.Copies}.");
            if (end.Position < 1 || end.Position > entity.Length) throw new InputException($"a bond names position {end.Position} of entity {end.Entity}, which has {entity.Length}.");
        }
        foreach (var bond in checkedBonds)
            if (Copies(bond.First) != Copies(bond.Second))
                throw new InputException($"a bond joins {Copies(bond.First)} copies of entity {bond.First.Entity} with {Copies(bond.Second)} of entity {bond.Second.Entity}; name the copies.");
        return checkedBonds;

        int Copies(BondedAtom end) => end.Copy is null ? entities[end.Entity - 1].Copies : 1;
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
}
