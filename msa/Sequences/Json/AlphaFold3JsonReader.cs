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

    public static async Task<Target> ReadAsync(JsonElement job, string name, string origin, string[] folders, CancellationToken cancellationToken)
    {
        RefuseUnknown(job, "", JobFields);
        CheckVersion(job);
        JsonFields.RefuseUsed(job, "", "bondedAtomPairs", "bonds between chains are");
        JsonFields.RefuseUsed(job, "", "userCCD", "components of the user are");
        JsonFields.RefuseUsed(job, "", "userCCDPath", "components of the user are");
        var entities = new List<Entity>();
        var index = 0;
        foreach (var entry in JsonFields.List(job, "", "sequences"))
        {
            var place = $"sequences[{index++}]";
            var (kind, value) = EntityEntry.Single(entry, place);
            if (kind != "protein") throw EntityEntry.Unsupported(kind, place);
            entities.Add(await ProteinAsync(JsonFields.Object(value, $"{place}.protein"), $"{place}.protein", folders, cancellationToken).ConfigureAwait(false));
        }
        if (entities.Count == 0) throw new InputException("sequences is missing or empty; a target needs at least one chain.");
        EntityEntry.RequireUniqueIds(entities);
        return new Target { Name = name, Entities = ComplexBuilder.Merge(entities), Seeds = [.. JsonFields.Seeds(job)], Origin = origin };
    }

    private static async Task<Entity> ProteinAsync(JsonElement protein, string place, string[] folders, CancellationToken cancellationToken)
    {
        RefuseUnknown(protein, place, ProteinFields);
        JsonFields.RefuseUsed(protein, place, "modifications", "modified residues are");
        JsonFields.RefuseUsed(protein, place, "templates", "templates of the user are");
        var sequence = EntityEntry.Sequence(protein, place);
        return new Entity
        {
            Kind = EntityKind.Protein,
            Sequence = sequence,
            ChainIds = Ids(protein, place),
            Alignments = new SuppliedAlignments(
                await SuppliedText.ReadAsync(protein, place, "unpairedMsa", sequence, folders, cancellationToken).ConfigureAwait(false),
                await SuppliedText.ReadAsync(protein, place, "pairedMsa", sequence, folders, cancellationToken).ConfigureAwait(false)),
        };
    }

    private static ImmutableArray<string> Ids(JsonElement protein, string place)
    {
        var value = JsonFields.Find(protein, "id") ?? throw new InputException($"{place}.id is missing; write a chain letter, or a list of them for copies.");
        return value.ValueKind == JsonValueKind.String ? [EntityEntry.Id(value, $"{place}.id")] : EntityEntry.Ids(protein, place) is { IsEmpty: false } ids
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
