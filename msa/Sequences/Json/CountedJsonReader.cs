using System.Collections.Immutable;
using System.Text.Json;

namespace Foldline.Sequences;

/// <summary>
/// Jobs that count copies instead of listing chains: Protenix's input and AlphaFold Server's (dialect <c>alphafoldserver</c>). Entities are kept as written, also
/// where two have the same sequence. Protenix ignores fields it does not know; so does this reader, with a notice.
/// </summary>
internal static class CountedJsonReader
{
    private static readonly HashSet<string> JobFields = ["name", "sequences", "modelSeeds", "covalent_bonds", "constraint", "dialect", "version", "assembly_id"];

    private static readonly HashSet<string> ChainFields =
    [
        "sequence", "count", "id", "modifications", "glycans", "unpairedMsa", "unpairedMsaPath", "pairedMsa", "pairedMsaPath", "templatesPath", "msa", "description",
        "maxTemplateDate", "useStructureTemplate", "ligand", "ion",
    ];

    private sealed record Draft(EntityKind Kind, string Sequence, ImmutableArray<string> Components, ImmutableArray<Modification> Modifications, int Count, ImmutableArray<string> Ids,
        SuppliedAlignments Alignments);

    public static Task<Target> ReadServerAsync(JsonElement job, string name, string origin, List<string> notices) =>
        ReadAsync(job, name, origin, notices, (chain, place, _) =>
        {
            JsonFields.RefuseUsed(chain, place, "glycans", "glycans are");
            JsonFields.RefuseUsed(chain, place, "maxTemplateDate", "templates are");
            return Task.FromResult(SuppliedAlignments.Search);
        });

    public static Task<Target> ReadProtenixAsync(
        JsonElement job, string name, string origin, string[] folders, List<string> notices, CancellationToken cancellationToken) =>
        ReadAsync(job, name, origin, notices, (chain, place, sequence) =>
        {
            JsonFields.RefuseUsed(chain, place, "templatesPath", "templates of the user are");
            if (JsonFields.Find(chain, "glycans") is not null) notices.Add($"{origin}: target '{name}': {place}.glycans is ignored, as Protenix does.");
            return ProtenixAlignmentsAsync(chain, place, sequence, folders.Length == 0 ? [] : [.. folders, Directory.GetCurrentDirectory()], cancellationToken);
        });

    private static async Task<Target> ReadAsync(
        JsonElement job, string name, string origin, List<string> notices, Func<JsonElement, string, string, Task<SuppliedAlignments>> alignments)
    {
        Notice("", JsonFields.Unknown(job, JobFields));
        JsonFields.RefuseUsed(job, "", "constraint", "constraints are");
        var drafts = new List<Draft>();
        var index = 0;
        foreach (var entry in JsonFields.List(job, "", "sequences"))
        {
            var (word, value) = EntityEntry.Single(entry, $"sequences[{index}]");
            var kind = word switch
            {
                "proteinChain" => EntityKind.Protein,
                "rnaSequence" => EntityKind.Rna,
                "dnaSequence" => EntityKind.Dna,
                "ligand" => EntityKind.Ligand,
                "ion" => EntityKind.Ion,
                _ => throw EntityEntry.Unknown(word, $"sequences[{index}]"),
            };
            var place = $"sequences[{index++}].{word}";
            var chain = JsonFields.Object(value, place);
            Notice(place, JsonFields.Unknown(chain, ChainFields));
            var isPolymer = kind is EntityKind.Protein or EntityKind.Rna or EntityKind.Dna;
            var sequence = isPolymer ? EntityEntry.Sequence(chain, place, kind) : "";
            var components = isPolymer ? [] : Components(chain, place, kind);
            var modifications = isPolymer ? EntityEntry.Modifications(chain, place, sequence.Length, kind, "CCD_") : [];
            var count = JsonFields.Count(chain, place, "count");
            var ids = EntityEntry.Ids(chain, place);
            if (!ids.IsEmpty && ids.Length != count) throw new InputException($"{place}.id has {ids.Length} entries for a count of {count}.");
            var found = kind is EntityKind.Protein or EntityKind.Rna ? await alignments(chain, place, sequence).ConfigureAwait(false) : new SuppliedAlignments("", "");
            drafts.Add(new Draft(kind, sequence, components, modifications, count, ids, kind == EntityKind.Rna ? found with { Paired = "" } : found));
        }
        if (drafts.Count == 0) throw new InputException("sequences is missing or empty; a target needs at least one chain.");

        // Letters are given in order of entities and copies; those the user chose anywhere are left out.
        using var free = ChainIds.Free(drafts.SelectMany(draft => draft.Ids).ToHashSet(StringComparer.Ordinal)).GetEnumerator();
        var entities = drafts.Select(draft => new Entity
        {
            Kind = draft.Kind,
            Sequence = draft.Sequence,
            Components = draft.Components,
            Modifications = draft.Modifications,
            ChainIds = draft.Ids.IsEmpty ? [.. Enumerable.Range(0, draft.Count).Select(_ => free.MoveNext() ? free.Current : "")] : draft.Ids,
            Alignments = draft.Alignments,
        }).ToList();
        EntityEntry.RequireUniqueIds(entities);
        return new Target { Name = name, Entities = [.. entities], Bonds = EntityEntry.Within(entities, Bonds(job)), Seeds = [.. JsonFields.Seeds(job)], Origin = origin };

        void Notice(string place, IEnumerable<string> unknown)
        {
            foreach (var field in unknown) notices.Add($"{origin}: target '{name}': the field {JsonFields.Join(place, field)} is not known and was ignored.");
        }
    }

    private static ImmutableArray<string> Components(JsonElement entity, string place, EntityKind kind)
    {
        if (kind == EntityKind.Ion) return [EntityEntry.Code(JsonFields.Text(entity, place, "ion"), $"{place}.ion", "")];
        var text = JsonFields.Text(entity, place, "ligand");
        if (!text.StartsWith("CCD_", StringComparison.Ordinal))
            throw new InputException($"{place}.ligand is '{text}': ligands as SMILES or files are not supported yet; write CCD_ and the codes of its components, for example CCD_ATP.");
        return [.. text[4..].Split('_').Select(code => EntityEntry.Code(code, $"{place}.ligand", ""))];
    }

    /// <summary>Bonds as Protenix writes them (entity1, position1, …) and as it wrote them (left_entity, left_position, …); numbers may be texts.</summary>
    private static IEnumerable<TargetBond> Bonds(JsonElement job)
    {
        foreach (var (entry, index) in JsonFields.List(job, "", "covalent_bonds").Select((entry, index) => (entry, index)))
        {
            var place = $"covalent_bonds[{index}]";
            var bond = JsonFields.Object(entry, place);
            var isOld = JsonFields.Find(bond, "left_entity") is not null;
            yield return new TargetBond(End(bond, place, field => isOld ? $"left_{field}" : $"{field}1"), End(bond, place, field => isOld ? $"right_{field}" : $"{field}2"));
        }
    }

    private static BondedAtom End(JsonElement bond, string place, Func<string, string> field)
    {
        return new BondedAtom(Number("entity"), JsonFields.Find(bond, field("copy")) is null ? null : Number("copy"), Number("position"), JsonFields.Text(bond, place, field("atom")));

        int Number(string name) => JsonFields.Find(bond, field(name)) is { } value && int.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), out var number)
            ? number
            : throw new InputException($"{place}.{field(name)} must be a whole number.");
    }

    /// <summary>Either kind of alignment given means: no search for this chain. The folder of old inputs counts only where neither is given.</summary>
    private static async Task<SuppliedAlignments> ProtenixAlignmentsAsync(
        JsonElement chain, string place, string sequence, string[] folders, CancellationToken cancellationToken)
    {
        var unpaired = await SuppliedText.ReadAsync(chain, place, "unpairedMsa", sequence, folders, cancellationToken).ConfigureAwait(false);
        var paired = await SuppliedText.ReadAsync(chain, place, "pairedMsa", sequence, folders, cancellationToken).ConfigureAwait(false);
        if (unpaired is not null || paired is not null) return new SuppliedAlignments(unpaired ?? "", paired ?? "");
        if (JsonFields.Find(chain, "msa") is not { } msa) return SuppliedAlignments.Search;
        var directory = JsonFields.OptionalText(JsonFields.Object(msa, $"{place}.msa"), $"{place}.msa", "precomputed_msa_dir");
        return string.IsNullOrEmpty(directory)
            ? SuppliedAlignments.Search
            : await SuppliedText.ReadFolderAsync(directory, $"{place}.msa.precomputed_msa_dir", sequence, folders, cancellationToken).ConfigureAwait(false);
    }
}
