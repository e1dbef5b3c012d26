using System.ComponentModel;
using System.Diagnostics;
using Foldline.Sequences;
using Foldline.Structures.Cif;
using Foldline.Structures.Mmcif;
using Foldline.Structures.Output;

namespace Foldline.Structures.Tests.Output;

public class MmcifModelWriterTests
{
    private static readonly MmcifModelWriter Writer = new();

    [Fact]
    public void A_written_model_reads_back_the_same()
    {
        var model = ToyModel.Make();
        var read = MmcifReader.Read(Reread(model));
        read.Models.ShouldHaveSingleItem().Chains.Select(chain => chain.Id).ShouldBe(["A", "AB", "R", "L", "Z9"]);
        read.Entities.Select(entity => entity.Kind).ShouldBe([EntityKind.Protein, EntityKind.Rna, EntityKind.Ligand, EntityKind.Ligand]);
        read.Entities[0].Sequence.ShouldBe(["MET", "GLY", "SEP"]);
        var atoms = read.Models[0].Chains.SelectMany(chain => chain.Residues).SelectMany(residue => residue.Atoms).ToList();
        atoms.Select(atom => atom.Name).ShouldBe(model.Layout.AtomName);
        atoms.SelectMany(atom => new[] { atom.Position.X, atom.Position.Y, atom.Position.Z }).ShouldBe(model.Coordinates);
        for (int i = 0; i < atoms.Count; i++) atoms[i].BFactor.ShouldBe(100 * model.AtomPlddt[i], 0.005);
        var sep = read.Models[0].Find("AB")!.Residues[2];
        (sep.Component, sep.SequenceNumber, sep.AuthorNumber).ShouldBe(("SEP", 3, "3"));
        read.Models[0].Find("L")!.Residues[0].SequenceNumber.ShouldBeNull();
    }

    [Fact]
    public void The_atom_table_begins_with_the_columns_of_AlphaFold_3_in_its_order()
    {
        var table = Reread(ToyModel.Make()).Require("atom_site");
        table.Columns.Take(18).ShouldBe(["group_PDB", "id", "type_symbol", "label_atom_id", "label_alt_id", "label_comp_id", "label_asym_id", "label_entity_id",
            "label_seq_id", "pdbx_PDB_ins_code", "Cartn_x", "Cartn_y", "Cartn_z", "occupancy", "B_iso_or_equiv", "auth_seq_id", "auth_asym_id",
                "pdbx_PDB_model_num"]);
        Enumerable.Range(0, table.Rows).Select(row => table[row, "group_PDB"].Text).Distinct().ShouldBe(["ATOM", "HETATM"]);
    }

    [Fact]
    public void Every_atom_names_a_chain_an_entity_and_a_component_that_the_file_declares()
    {
        var block = Reread(ToyModel.Make());
        var atoms = block.Require("atom_site");
        foreach (var (column, category, key) in new[] { ("label_asym_id", "struct_asym", "id"), ("label_entity_id", "entity", "id"),
            ("label_comp_id", "chem_comp", "id"),
            ("type_symbol", "atom_type", "symbol") })
        {
            var declared = block.Require(category);
            var names = Enumerable.Range(0, declared.Rows).Select(row => declared[row, key].Text).ToList();
            names.ShouldBeUnique();
            for (int row = 0; row < atoms.Rows; row++) names.ShouldContain(atoms[row, column].Text);
        }
        block.Text("entity_poly", "pdbx_strand_id").ShouldBe("A,AB");
        block.Text("entity_poly", "pdbx_seq_one_letter_code").ShouldBe("MG(SEP)");
        block.Require("ma_qa_metric_local").Rows.ShouldBe(10);
    }

    [Theory]
    [InlineData("untrained", "UNTRAINED WEIGHTS")]
    [InlineData("demo: reproduces its 12 training entries, not a predictor", "NOT A PREDICTION")]
    public void Weights_that_predict_nothing_are_named_in_title_and_remark(string label, string warning)
    {
        var block = Reread(ToyModel.Make(label));
        block.Text("struct", "title")!.ShouldStartWith(label.ToUpperInvariant());
        block.Text("pdbx_database_remark", "text")!.ShouldContain(warning);
        Reread(ToyModel.Make()).Find("pdbx_database_remark").ShouldBeNull();
    }

    [Fact]
    public void Coordinates_that_are_not_finite_are_refused_with_the_atom()
    {
        var model = ToyModel.Make();
        model.Coordinates[4] = float.NaN;
        Should.Throw<ArgumentException>(() => Writer.Block(model)).Message.ShouldContain("atom 2 (CA)");
    }

    [Fact]
    public void Gemmi_reads_the_file_where_it_is_installed()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "toy_model.cif");
        Writer.WriteFile(path, ToyModel.Make("untrained"));
        Gemmi("validate", path).ShouldNotContain("error", Case.Insensitive);
        Gemmi("contents", path).ShouldContain("Heavy (not H) atom count:                    27");
        Gemmi("convert", path, path + ".pdb");
        Gemmi("residues", path).ShouldContain("AB");
    }

    private static string Gemmi(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("gemmi", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var text = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, text);
            return text;
        }
        catch (Win32Exception)
        {
            Assert.Skip("gemmi is not installed; the file is checked by our own reader only.");
            return "";
        }
    }

    private static CifBlock Reread(PredictedModel model)
    {
        var writer = new StringWriter();
        Writer.Write(writer, model);
        return CifReader.Read(new StringReader(writer.ToString()), "written").Single();
    }
}
