using System.Numerics;
using CsCheck;
using Foldline.Sequences;
using Foldline.Structures.Cif;
using Foldline.Structures.Mmcif;

namespace Foldline.Structures.Tests.Mmcif;

public class MmcifReaderTests
{
    private const string Small = """
        data_1TST
        _entry.id 1TST
        _exptl.method 'X-RAY DIFFRACTION'
        _refine.ls_d_res_high 1.85
        loop_
        _entity.id
        _entity.type
        1 polymer
        2 water
        _entity_poly.entity_id 1
        _entity_poly.type 'polypeptide(L)'
        loop_
        _entity_poly_seq.entity_id
        _entity_poly_seq.num
        _entity_poly_seq.mon_id
        1 1 MET
        1 2 SER
        1 2 THR
        1 3 GLY
        _pdbx_struct_assembly_gen.assembly_id 1
        _pdbx_struct_assembly_gen.oper_expression 1,2
        _pdbx_struct_assembly_gen.asym_id_list A,W
        loop_
        _pdbx_struct_oper_list.id
        _pdbx_struct_oper_list.matrix[1][1]
        _pdbx_struct_oper_list.matrix[1][2]
        _pdbx_struct_oper_list.matrix[1][3]
        _pdbx_struct_oper_list.vector[1]
        _pdbx_struct_oper_list.matrix[2][1]
        _pdbx_struct_oper_list.matrix[2][2]
        _pdbx_struct_oper_list.matrix[2][3]
        _pdbx_struct_oper_list.vector[2]
        _pdbx_struct_oper_list.matrix[3][1]
        _pdbx_struct_oper_list.matrix[3][2]
        _pdbx_struct_oper_list.matrix[3][3]
        _pdbx_struct_oper_list.vector[3]
        1 1 0 0 0  0 1 0 0  0 0 1 0
        2 0 -1 0 10  1 0 0 20  0 0 1 30
        loop_
        _atom_site.id
        _atom_site.type_symbol
        _atom_site.label_atom_id
        _atom_site.label_alt_id
        _atom_site.label_comp_id
        _atom_site.label_asym_id
        _atom_site.label_entity_id
        _atom_site.label_seq_id
        _atom_site.Cartn_x
        _atom_site.Cartn_y
        _atom_site.Cartn_z
        _atom_site.occupancy
        _atom_site.auth_seq_id
        _atom_site.auth_asym_id
        _atom_site.pdbx_PDB_ins_code
        1 C CA . SER A 1 2 1 2 3 0.4 11 X ?
        2 C CA . THR A 1 2 1 2 4 0.6 11 X ?
        3 C CA A GLY A 1 3 5 5 5 0.3 11 X A
        4 C CA B GLY A 1 3 6 6 6 0.7 11 X A
        5 N N  . GLY A 1 3 7 7 7 1.0 11 X A
        6 O O  . HOH W 2 . 0 0 0 1.0 501 X ?
        7 O O  . HOH W 2 . 9 9 9 1.0 502 X ?
        """;

    [Fact]
    public void Sequences_come_from_the_entity_and_atoms_from_the_table()
    {
        var structure = Read(Small);
        structure.Entities[0].Sequence.ShouldBe(["MET", "SER", "GLY"]);
        structure.Entities[0].Kind.ShouldBe(EntityKind.Protein);
        structure.Entities[1].Kind.ShouldBeNull();
        (structure.Id, structure.Method, structure.Resolution).ShouldBe(("1TST", "X-RAY DIFFRACTION", 1.85f));
        var model = structure.Models.ShouldHaveSingleItem();
        model.Find("A")!.AuthorId.ShouldBe("X");
        model.Find("A")!.Residues.Select(residue => residue.Component).ShouldBe(["SER", "THR", "GLY"]);
        model.Find("A")!.Residues[2].InsertionCode.ShouldBe("A");
        model.Find("W")!.Residues.Length.ShouldBe(2);
    }

    [Fact]
    public void Without_alternatives_the_most_occupied_component_and_place_remain()
    {
        var chain = Read(Small).WithoutAlternatives().Models[0].Find("A")!;
        chain.Residues.Select(residue => residue.Component).ShouldBe(["THR", "GLY"]);
        chain.Residues[1].Atoms.Select(atom => (atom.Name, atom.Position.X)).ShouldBe([("CA", 6f), ("N", 7f)]);
    }

    [Fact]
    public void Assemblies_move_their_chains()
    {
        var structure = Read(Small);
        var chains = structure.Assemblies.ShouldHaveSingleItem().Build(structure.Models[0]);
        chains.Select(chain => chain.Id).ShouldBe(["A", "W", "A-2", "W-2"]);
        chains[2].Residues[0].Atoms[0].Position.ShouldBe(new Vector3(8, 21, 33));
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1,3-5", "1|3|4|5")]
    [InlineData("(1-2)", "1|2")]
    [InlineData("(X0)(1-2,7)", "X0*1|X0*2|X0*7")]
    [InlineData("(1,2)(P,Q)", "1*P|1*Q|2*P|2*Q")]
    public void Operator_expressions_multiply_out(string expression, string expected) =>
        string.Join('|', AssemblyReader.Products(expression, "test").Select(product => string.Join('*', product))).ShouldBe(expected);

    [Fact]
    public void A_coordinate_that_is_no_number_is_named_with_its_line() =>
        Should.Throw<InputException>(() => Read(Small.Replace("7 7 7 1.0", "7 north 7 1.0"))).Message
            .ShouldBe("test.cif, line 39: _atom_site.Cartn_y in row 5 is \"north\", not a number.");

    [Fact]
    public void A_cut_or_changed_file_is_an_input_fault_or_a_structure() => Mutation.Of(Small).Sample(text =>
    {
        try
        {
            foreach (var block in CifReader.Read(new StringReader(text), "x.cif")) MmcifReader.Read(block).Models.ShouldNotBeEmpty();
        }
        catch (InputException fault)
        {
            fault.Message.ShouldContain("x.cif");
        }
    }, iter: 3000, threads: 1);

    [Fact]
    public void A_file_without_atoms_is_refused() =>
        Should.Throw<InputException>(() => Read("data_x\n_entry.id x\n")).Message.ShouldContain("has no _atom_site records");

    [Theory]
    [InlineData("1l2y", 1, 38, 20)]
    [InlineData("1aki", 2, 1, 129)]
    [InlineData("4gxy", 5, 1, 172)]
    public void A_real_entry_has_its_models_and_sequence(string id, int entities, int models, int length)
    {
        var structure = MmcifReader.ReadFile(Repository.RequireSharedData($"pdb/{id}.cif.gz"));
        structure.Id.ShouldBe(id.ToUpperInvariant());
        structure.Models.Length.ShouldBe(models);
        structure.Entities.Length.ShouldBe(entities);
        structure.Entities[0].Sequence.Length.ShouldBe(length);
    }

    [Fact]
    public void Every_real_entry_reads_whole()
    {
        foreach (var file in Directory.GetFiles(Repository.RequireSharedData("pdb"), "*.cif.gz"))
        {
            var block = CifReader.ReadFirst(file);
            var structure = MmcifReader.Read(block);
            structure.Models.Sum(model => model.Atoms).ShouldBe(block.Require("atom_site").Rows, file);
            structure.Released.ShouldNotBeNull(file);
            structure.Assemblies.ShouldNotBeEmpty(file);
            foreach (var residue in structure.WithoutAlternatives().Models.SelectMany(model => model.Chains).SelectMany(chain => chain.Residues))
                residue.Atoms.Select(atom => atom.Name).Distinct().Count().ShouldBe(residue.Atoms.Length, $"{file} {residue.Component} {residue.AuthorNumber}");
            foreach (var chain in structure.Models[0].Chains.Where(chain => chain.Entity.Type == MmcifEntityType.Polymer))
                foreach (var residue in chain.Residues) chain.Entity.Sequence.Length.ShouldBeGreaterThanOrEqualTo(residue.SequenceNumber!.Value, file);
        }
    }

    private static MmcifStructure Read(string text) => MmcifReader.Read(CifReader.Read(new StringReader(text), "test.cif").Single());
}
