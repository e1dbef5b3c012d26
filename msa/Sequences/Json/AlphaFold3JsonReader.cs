using System.Collections.Immutable;
using System.Text.Json;

namespace Foldline.Sequences;

/// <summary>
/// AlphaFold 3's own input (dialect <c>alphafold3</c>, versions 1 to 4; docs/input.md there). Alignments: absent or null asks for a search, an empty text says none;
/// paths are relative to the JSON file. Fields it does not define are refused, as AlphaFold 3 does.
/// </summary>
internal static class AlphaFold3JsonReader
{
    private static readonly HashSet<string> JobFields = ["name", "modelSeeds", "sequences", "bondedAtomPairs", "userCCD", "userCCDPath", "dialect", "version"];

    private static readonly HashSet<string> ProteinFields =
        ["id", "sequence", "modifications", "unpairedMsa", "unpairedMsaPath", "pairedMsa", "pairedMsaPath", "templates", "description"];

    private static readonly HashSet<string> RnaFields = ["id", "sequence", "modifications", "unpairedMsa", "unpairedMsaPath", "description"];

    private static readonly HashSet<string> DnaFields = ["id", "sequence", "modifications", "description"];

    private static readonly HashSet<string> LigandFields = ["id", "ccdCodes", "smiles", "description"];

    public static async Task<Target> ReadAsync(JsonElement job, string name, string origin, string[] folders, CancellationToken cancellationToken)
    {
        RefuseUnknown(job, "", JobFields);
        CheckVersion(job);
        JsonFields.RefuseUsed(job, "", "userCCD", "components of the user are");
        JsonFields.RefuseUsed(job, "", "userCCDPath", "components of the user are");
        var entities = new List<Entity>();
        var index = 0;
        foreach (var entry in JsonFields.List(job, "", "sequences"))
        {
            var place = $"sequences[{index++}]";
            var (kind, value) = EntityEntry.Single(entry, place);
            var entity = JsonFields.Object(value, $"{place}.{kind}");
            entities.Add(kind switch
            {
                "protein" => await ChainAsync(entity, $"{place}.protein", EntityKind.Protein, ProteinFields, folders, cancellationToken).ConfigureAwait(false),
                "rna" => await ChainAsync(entity, $"{place}.rna", EntityKind.Rna, RnaFields, folders, cancellationToken).ConfigureAwait(false),
                "dna" => await ChainAsync(entity, $"{place}.dna", EntityKind.Dna, DnaFields, folders, cancellationToken).ConfigureAwait(false),
                "ligand" => Ligand(entity, $"{place}.ligand"),
                _ => throw EntityEntry.Unknown(kind, place),
            });
        }
        if (entities.Count == 0) throw new InputException("sequences is missing or empty; a target needs at least one chain.");
        EntityEntry.RequireUniqueIds(entities);
        var merged = ComplexBuilder.Merge(entities);
        return new Target { Name = name, Entities = merged, Bonds = EntityEntry.Within(merged, Bonds(job, merged)), Seeds = [.. JsonFields.Seeds(job)], Origin = origin };
    }

    private static async Task<Entity> ChainAsync(JsonElement chain, string place, EntityKind kind, HashSet<string> fields, string[] folders, CancellationToken cancellationToken)
    {
        RefuseUnknown(chain, place, fields);
        JsonFields.RefuseUsed(chain, place, "templates", "templates of the user are");
        var sequence = EntityEntry.Sequence(chain, place, kind);
        var unpaired = kind == EntityKind.Dna ? "" : await SuppliedText.ReadAsync(chain, place, "unpairedMsa", sequence, folders, cancellationToken).ConfigureAwait(false);
        var paired = kind != EntityKind.Protein ? "" : await SuppliedText.ReadAsync(chain, place, "pairedMsa", sequence, folders, cancellationToken).ConfigureAwait(false);
        return new Entity
        {
            Kind = kind,
            Sequence = sequence,
            Modifications = EntityEntry.Modifications(chain, place, sequence.Length, kind, prefix: ""),
            ChainIds = Ids(chain, place),
            Alignments = new SuppliedAlignments(unpaired, paired),
        };
    }

    private static Entity Ligand(JsonElement ligand, string place)
    {
        RefuseUnknown(ligand, place, LigandFields);
        JsonFields.RefuseUsed(ligand, place, "smiles", "ligands as SMILES, whose shapes a chemistry toolkit would have to compute, are");
        var codes = JsonFields.List(ligand, place, "ccdCodes")
            .Select((code, index) => EntityEntry.Code(code.ValueKind == JsonValueKind.String ? code.GetString()! : code.GetRawText(), $"{place}.ccdCodes[{index}]", "")).ToImmutableArray();
        if (codes.IsEmpty) throw new InputException($"{place}.ccdCodes is missing or empty; write the codes of the ligand's components, for example [\"ATP\"].");
        return new Entity { Kind = EntityKind.Ligand, Sequence = "", Components = codes, ChainIds = Ids(ligand, place), Alignments = new SuppliedAlignments("", "") };
    }

    /// <summary>Bonds name chains; a chain is a copy of an entity.</summary>
    private static IEnumerable<TargetBond> Bonds(JsonElement job, IReadOnlyList<Entity> entities)
    {
        foreach (var (pair, index) in JsonFields.List(job, "", "bondedAtomPairs").Select((pair, index) => (pair, index)))
        {
            var ends = pair.ValueKind == JsonValueKind.Array ? pair.EnumerateArray().ToList() : [];
            if (ends.Count != 2) throw new InputException($"bondedAtomPairs[{index}] must be a list of two atoms, each [chain, residue, atom].");
            yield return new TargetBond(End(ends[0], $"bondedAtomPairs[{index}][0]"), End(ends[1], $"bondedAtomPairs[{index}][1]"));
        }

        BondedAtom End(JsonElement atom, string place)
        {
            if (atom.ValueKind != JsonValueKind.Array || atom.EnumerateArray().ToList() is not [{ ValueKind: JsonValueKind.String } chain, { ValueKind: JsonValueKind.Number } residue, { ValueKind: JsonValueKind.String } name]
                || !residue.TryGetInt32(out var position))
                throw new InputException($"{place} must be [chain, residue, atom], for example [\"A\", 1, \"CA\"].");
            for (var entity = 0; entity < entities.Count; entity++)
                if (entities[entity].ChainIds.IndexOf(chain.GetString()!) is var copy and >= 0) return new BondedAtom(entity + 1, copy + 1, position, name.GetString()!);
            throw new InputException($"{place} names chain '{chain.GetString()}', which is not there.");
        }
    }

    private static ImmutableArray<string> Ids(JsonElement entity, string place)
    {
        var value = JsonFields.Find(entity, "id") ?? throw new InputException($"{place}.id is missing; write a chain letter, or a list of them for copies.");
        return value.ValueKind == JsonValueKind.String ? [EntityEntry.Id(value, $"{place}.id")] : EntityEntry.Ids(entity, place) is { IsEmpty: false } ids
            ? ids
            : throw new InputException($"{place}.id is an empty list; write a chain letter, or a list of them for copies.");
    }

    private static void CheckVersion(JsonElement job)
    {
        if (JsonFields.Find(job, "version") is not { } version) return;
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number is < 1 or > 4)
            throw new InputException($"version is {version.GetRawText()}; the versions 1 to 4 of AlphaFold 3's input are known.");
    }

    private static void RefuseUnknown(JsonElement parent, string place, HashSet<string> known)
    {
        if (JsonFields.Unknown(parent, known).FirstOrDefault() is { } field)
            throw new InputException($"{JsonFields.Join(place, field)} is not a field of AlphaFold 3's input; known are {string.Join(", ", known)}.");
    }
}
