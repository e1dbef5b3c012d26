using System.Text;
using Foldline.Structures.Cif;
using Foldline.Structures.Components;
using Foldline.Structures.Predictions;

namespace Foldline.Structures.Output;

/// <summary>
/// Writes predicted models as mmCIF with the ModelCIF extension. The atom table has AlphaFold 3's columns in AlphaFold 3's order (tools split its lines at
/// blanks), pLDDT 0–100 as B-factor, and the same chain and residue numbers as label and author ids. The warning of untrained weights stands in the title and a
/// remark.
/// </summary>
/// <param name="components">Names and types of components; the bundled ones by default.</param>
public sealed class MmcifModelWriter(ComponentLibrary? components = null)
{
    private readonly EntityCategories _entities = new(components ?? ComponentLibrary.Bundled);

    /// <summary>Writes one model as UTF-8 text.</summary>
    public void Write(TextWriter writer, PredictedModel model) => CifWriter.Write(writer, Block(model));

    /// <summary>Writes one model to a file, whole or not at all.</summary>
    public void WriteFile(string path, PredictedModel model)
    {
        var temporary = path + ".tmp";
        using (var writer = new StreamWriter(temporary, false, new UTF8Encoding(false))) Write(writer, model);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The model as a CIF block.</summary>
    /// <exception cref="ArgumentException">Arrays and layout differ in length, or a coordinate is not finite.</exception>
    public CifBlock Block(PredictedModel model)
    {
        Check(model);
        var block = new CifBlock(model.Name);
        var residues = ModelResidue.Of(model.Layout);
        Add(block, "entry", ("id", model.Name));
        AddHeader(block, model);
        _entities.AddTo(block, model.Layout, residues);
        QualityCategories.AddTo(block, model, residues);
        block.Add(AtomSite(model, residues));
        return block;
    }

    internal static void Add(CifBlock block, string category, params (string Column, string Value)[] row)
    {
        var table = block.Add(new CifCategory(category, row.Select(cell => cell.Column)));
        table.Add([.. row.Select(cell => Text(cell.Value))]);
    }

    internal static CifValue Text(string value) => value.Length == 0 ? CifValue.Unknown : CifValue.Of(value);

    private static void AddHeader(CifBlock block, PredictedModel model)
    {
        var provenance = model.Provenance;
        var label = provenance.Warning.Length > 0 ? provenance.WeightsLabel.ToUpperInvariant() + ": " : "";
        var weights = new[] { provenance.WeightsHash, provenance.WeightsLabel, "of unknown hash" }.First(text => text.Length > 0);
        Add(block, "audit_conform", ("dict_name", "mmcif_ma.dic"), ("dict_version", "1.4.7"),
            ("dict_location", "https://raw.githubusercontent.com/ihmwg/ModelCIF/master/dist/mmcif_ma.dic"));
        Add(block, "struct", ("entry_id", model.Name), ("title", $"{label}{model.Name} by Foldline, seed {model.Seed}, sample {model.Sample}"));
        Add(block, "software", ("pdbx_ordinal", "1"), ("name", "Foldline"), ("version", provenance.Version), ("type", "program"),
            ("classification", "model building"), ("description", $"{provenance.Network}, weights {weights}"));
        if (provenance.Warning.Length > 0) Add(block, "pdbx_database_remark", ("id", "999"), ("text", provenance.Warning));
    }

    private static CifCategory AtomSite(PredictedModel model, List<ModelResidue> residues)
    {
        var table = new CifCategory("atom_site",
            "group_PDB", "id", "type_symbol", "label_atom_id", "label_alt_id", "label_comp_id", "label_asym_id", "label_entity_id", "label_seq_id",
            "pdbx_PDB_ins_code", "Cartn_x", "Cartn_y", "Cartn_z", "occupancy", "B_iso_or_equiv", "auth_seq_id", "auth_asym_id", "pdbx_PDB_model_num",
            "auth_comp_id", "auth_atom_id");
        foreach (var residue in residues)
            for (int atom = residue.FirstAtom; atom < residue.FirstAtom + residue.Atoms; atom++) AddAtom(table, model, residue, atom);
        return table;
    }

    private static void AddAtom(CifCategory table, PredictedModel model, ModelResidue residue, int atom)
    {
        var chain = model.Layout.Chains[residue.Chain];
        bool polymer = ModelResidue.IsPolymer(chain.Kind);
        var (name, component) = (CifValue.Of(model.Layout.AtomName[atom]), CifValue.Of(residue.Component));
        var (chainId, number) = (CifValue.Of(chain.Id), CifValue.Of(residue.Number));
        table.Add(
            CifValue.Of(polymer && StandardResidues.Contains(residue.Component) ? "ATOM" : "HETATM"), CifValue.Of(atom + 1),
            CifValue.Of(model.Layout.Element[atom]),
            name, CifValue.Inapplicable, component, chainId, CifValue.Of(chain.EntityNumber), polymer ? number : CifValue.Inapplicable,
            CifValue.Unknown, Coordinate(0), Coordinate(1), Coordinate(2), CifValue.Of(1, 2), CifValue.Of(100 * model.AtomPlddt[atom], 2), number, chainId,
            CifValue.Of(1), component, name);

        CifValue Coordinate(int axis) => CifValue.Of(model.Coordinates[3 * atom + axis], 3);
    }

    private static void Check(PredictedModel model)
    {
        int atoms = model.Layout.Atoms;
        if (model.Coordinates.Length != 3 * atoms || model.AtomPlddt.Length != atoms)
            throw new ArgumentException($"{model.Name}: {atoms} atoms, but {model.Coordinates.Length} coordinates and {model.AtomPlddt.Length} pLDDT values.",
                nameof(model));
        int bad = Array.FindIndex(model.Coordinates, coordinate => !float.IsFinite(coordinate));
        if (bad >= 0)
            throw new ArgumentException(
                $"{model.Name}: the coordinates of atom {bad / 3 + 1} ({model.Layout.AtomName[bad / 3]}) are not finite; the network diverged.", nameof(model));
    }
}
