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
        "maxTemplateDate", "useStructureTemplate",
    ];

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
        JsonFields.RefuseUsed(job, "", "covalent_bonds", "bonds between chains are");
        JsonFields.RefuseUsed(job, "", "constraint", "constraints are");
        var drafts = new List<(string Sequence, int Count, ImmutableArray<string> Ids, SuppliedAlignments Alignments)>();
        var index = 0;
        foreach (var entry in JsonFields.List(job, "", "sequences"))
        {
            var (kind, value) = EntityEntry.Single(entry, $"sequences[{index}]");
            if (kind != "proteinChain") throw EntityEntry.Unsupported(kind, $"sequences[{index}]");
            var place = $"sequences[{index++}].proteinChain";
            var chain = JsonFields.Object(value, place);
            Notice(place, JsonFields.Unknown(chain, ChainFields));
            JsonFields.RefuseUsed(chain, place, "modifications", "modified residues are");
            var sequence = EntityEntry.Sequence(chain, place);
            var count = JsonFields.Count(chain, place, "count");
            var ids = EntityEntry.Ids(chain, place);
            if (!ids.IsEmpty && ids.Length != count) throw new InputException($"{place}.id has {ids.Length} entries for a count of {count}.");
            drafts.Add((sequence, count, ids, await alignments(chain, place, sequence).ConfigureAwait(false)));
        }
        if (drafts.Count == 0) throw new InputException("sequences is missing or empty; a target needs at least one chain.");

        // Letters are given in order of entities and copies; those the user chose anywhere are left out.
        using var free = ChainIds.Free(drafts.SelectMany(draft => draft.Ids).ToHashSet(StringComparer.Ordinal)).GetEnumerator();
        var entities = drafts.Select(draft => new Entity
        {
            Kind = EntityKind.Protein,
            Sequence = draft.Sequence,
            ChainIds = draft.Ids.IsEmpty ? [.. Enumerable.Range(0, draft.Count).Select(_ => free.MoveNext() ? free.Current : "")] : draft.Ids,
            Alignments = draft.Alignments,
        }).ToList();
        EntityEntry.RequireUniqueIds(entities);
        return new Target { Name = name, Entities = [.. entities], Seeds = [.. JsonFields.Seeds(job)], Origin = origin };

        void Notice(string place, IEnumerable<string> unknown)
        {
            foreach (var field in unknown) notices.Add($"{origin}: target '{name}': the field {JsonFields.Join(place, field)} is not known and was ignored.");
        }
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
