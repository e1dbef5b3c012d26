using System.Collections.Immutable;
using System.Globalization;
using Foldline.Structures.Cif;

namespace Foldline.Structures.Mmcif;

/// <summary>
/// Reads mmCIF structures: entities with their full sequences, chains, residues, alternatives, models, connections and assemblies. Faults are
/// <see cref="Sequences.InputException"/>s that name file and line.
/// </summary>
public static class MmcifReader
{
    /// <summary>The structure in the first block of a file, plain or gzip.</summary>
    public static MmcifStructure ReadFile(string path) => Read(CifReader.ReadFirst(path));

    /// <summary>The structure in a block.</summary>
    public static MmcifStructure Read(CifBlock block)
    {
        var sites = block.Require("atom_site");
        var entities = ReadEntities(block, sites);
        var method = block.Text("exptl", "method") ?? "";
        return new MmcifStructure
        {
            Id = block.Text("entry", "id") ?? block.Name,
            Method = method,
            Resolution = Number(block.Text("refine", "ls_d_res_high")) ?? Number(block.Text("em_3d_reconstruction", "resolution")),
            Released = Released(block),
            Entities = [.. entities.Values],
            Models = new AtomSiteReader(sites, entities).Read(),
            Connections = ReadConnections(block),
            Assemblies = AssemblyReader.Read(block),
        };
    }

    /// <summary>The biological assemblies of a block alone; none where it names none.</summary>
    public static ImmutableArray<MmcifAssembly> ReadAssemblies(CifBlock block) => AssemblyReader.Read(block);

    private static Dictionary<string, MmcifEntity> ReadEntities(CifBlock block, CifCategory sites)
    {
        var types = Column(block, "entity", "id", "type");
        var descriptions = Column(block, "entity", "id", "pdbx_description");
        var polymers = Column(block, "entity_poly", "entity_id", "type");
        var sequences = ReadSequences(block);
        int column = sites.RequireColumn("label_entity_id");
        foreach (var id in Enumerable.Range(0, sites.Rows).Select(row => sites[row, column].Text))
            types.TryAdd(id, sequences.ContainsKey(id) ? "polymer" : "non-polymer");
        return types.ToDictionary(entry => entry.Key, entry => new MmcifEntity
        {
            Id = entry.Key,
            Type = entry.Value.ToLowerInvariant() switch
            {
                "polymer" => MmcifEntityType.Polymer,
                "water" => MmcifEntityType.Water,
                "branched" => MmcifEntityType.Branched,
                "macrolide" => MmcifEntityType.Macrolide,
                _ => MmcifEntityType.NonPolymer,
            },
            PolymerType = polymers.GetValueOrDefault(entry.Key, ""),
            Description = descriptions.GetValueOrDefault(entry.Key, ""),
            Sequence = [.. sequences.GetValueOrDefault(entry.Key, []).Values],
        });
    }

    private static Dictionary<string, SortedList<int, string>> ReadSequences(CifBlock block)
    {
        var sequences = new Dictionary<string, SortedList<int, string>>(StringComparer.Ordinal);
        if (block.Find("entity_poly_seq") is not { } table) return sequences;
        var (entity, number, component) = (table.RequireColumn("entity_id"), table.RequireColumn("num"), table.RequireColumn("mon_id"));
        for (int row = 0; row < table.Rows; row++)
        {
            var id = table[row, entity].Text;
            if (!sequences.TryGetValue(id, out var sequence)) sequences.Add(id, sequence = []);
            sequence.TryAdd(table.Integer(row, number), table[row, component].Text);
        }
        return sequences;
    }

    private static ImmutableArray<MmcifConnection> ReadConnections(CifBlock block)
    {
        if (block.Find("struct_conn") is not { } table) return [];
        int type = table.RequireColumn("conn_type_id");
        return [.. Enumerable.Range(0, table.Rows).Select(row => new MmcifConnection(table[row, type].Text, End(row, 1), End(row, 2)))];

        MmcifConnectionEnd End(int row, int partner) => new(table[row, $"ptnr{partner}_label_asym_id"].Text,
            int.TryParse(table[row, $"ptnr{partner}_label_seq_id"].TextOrNull, out int number) ? number : null,
            table[row, $"ptnr{partner}_auth_seq_id"].TextOrNull ?? "", table[row, $"ptnr{partner}_label_comp_id"].Text,
                table[row, $"ptnr{partner}_label_atom_id"].Text);
    }

    private static DateOnly? Released(CifBlock block)
    {
        if (block.Find("pdbx_audit_revision_history") is not { Rows: > 0 } history || history.Column("revision_date") is not (>= 0 and var column)) return null;
        var dates = Enumerable.Range(0, history.Rows).Select(row => history[row, column].Text).Order(StringComparer.Ordinal);
        return DateOnly.TryParseExact(dates.First(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    private static Dictionary<string, string> Column(CifBlock block, string category, string key, string value)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (block.Find(category) is not { } table || table.Column(key) is not (>= 0 and var column)) return found;
        for (int row = 0; row < table.Rows; row++) found.TryAdd(table[row, column].Text, table[row, value].TextOrNull ?? "");
        return found;
    }

    private static float? Number(string? text) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) ? number : null;
}
