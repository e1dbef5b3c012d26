using System.Collections.Immutable;
using System.Numerics;
using Foldline.Sequences;
using Foldline.Structures.Cif;

namespace Foldline.Structures.Mmcif;

/// <summary>Groups the rows of <c>atom_site</c> into models, chains and residues; rows of one residue need not stand together.</summary>
internal sealed class AtomSiteReader(CifCategory table, IReadOnlyDictionary<string, MmcifEntity> entities)
{
    private readonly int _name = table.RequireColumn("label_atom_id");
    private readonly int _component = table.RequireColumn("label_comp_id");
    private readonly int _chain = table.RequireColumn("label_asym_id");
    private readonly int _entity = table.RequireColumn("label_entity_id");
    private readonly int _sequence = table.RequireColumn("label_seq_id");
    private readonly int _element = table.RequireColumn("type_symbol");
    private readonly int _x = table.RequireColumn("Cartn_x");
    private readonly int _y = table.RequireColumn("Cartn_y");
    private readonly int _z = table.RequireColumn("Cartn_z");
    private readonly int _alternative = table.Column("label_alt_id");
    private readonly int _occupancy = table.Column("occupancy");
    private readonly int _bFactor = table.Column("B_iso_or_equiv");
    private readonly int _authorChain = table.Column("auth_asym_id");
    private readonly int _authorNumber = table.Column("auth_seq_id");
    private readonly int _insertion = table.Column("pdbx_PDB_ins_code");
    private readonly int _model = table.Column("pdbx_PDB_model_num");

    public ImmutableArray<MmcifModel> Read()
    {
        var models = new OrderedDictionary<int, OrderedDictionary<string, ChainRows>>();
        for (int row = 0; row < table.Rows; row++)
        {
            int model = _model < 0 || !table[row, _model].HasText ? 1 : table.Integer(row, _model);
            if (!models.TryGetValue(model, out var chains)) models.Add(model, chains = []);
            var chain = table[row, _chain].Text;
            if (!chains.TryGetValue(chain, out var rows)) chains.Add(chain, rows = new ChainRows(row));
            rows.Add(Key(row), row);
        }
        if (models.Count == 0) throw new InputException($"{table.Origin}: _atom_site has no atom.");
        return [.. models.Select(model => new MmcifModel(model.Key, [.. model.Value.Select(chain => Chain(chain.Key, chain.Value))]))];
    }

    private (string, string, string, string) Key(int row) => (table[row, _sequence].Text, Text(row, _authorNumber), Text(row, _insertion),
        table[row, _component].Text);

    private MmcifChain Chain(string id, ChainRows rows)
    {
        var author = Text(rows.First, _authorChain);
        var entity = entities[table[rows.First, _entity].Text];
        return new MmcifChain(id, author.Length == 0 ? id : author, entity, [.. rows.Residues.Select(Residue)]);
    }

    private MmcifResidue Residue(List<int> rows) => new()
    {
        Component = table[rows[0], _component].Text,
        SequenceNumber = table[rows[0], _sequence].HasText ? table.Integer(rows[0], _sequence) : null,
        AuthorNumber = Text(rows[0], _authorNumber),
        InsertionCode = Text(rows[0], _insertion),
        Atoms = [.. rows.Select(Atom)],
    };

    private MmcifAtom Atom(int row) => new(table[row, _name].Text, table[row, _element].Text.ToUpperInvariant(), Text(row, _alternative),
        new Vector3(table.Number(row, _x), table.Number(row, _y), table.Number(row, _z)), Number(row, _occupancy, 1), Number(row, _bFactor, 0));

    private string Text(int row, int column) => column < 0 ? "" : table[row, column].TextOrNull ?? "";

    private float Number(int row, int column, float otherwise) => column < 0 || !table[row, column].HasText ? otherwise : table.Number(row, column);

    private sealed class ChainRows(int first)
    {
        private readonly Dictionary<(string, string, string, string), List<int>> _byKey = [];

        public int First => first;

        public List<List<int>> Residues { get; } = [];

        public void Add((string, string, string, string) key, int row)
        {
            if (!_byKey.TryGetValue(key, out var rows))
            {
                _byKey.Add(key, rows = []);
                Residues.Add(rows);
            }
            rows.Add(row);
        }
    }
}
