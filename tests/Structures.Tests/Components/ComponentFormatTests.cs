using System.Numerics;
using CsCheck;
using Foldline.Sequences;
using Foldline.Structures.Cif;
using Foldline.Structures.Components;

namespace Foldline.Structures.Tests.Components;

public sealed class ComponentFormatTests
{
    private const string Glyoxal = """
        data_GXL
        _chem_comp.id GXL
        _chem_comp.name "ETHANE-1,2-DIONE"
        _chem_comp.type non-polymer
        _chem_comp.one_letter_code ?
        loop_
        _chem_comp_atom.atom_id
        _chem_comp_atom.type_symbol
        _chem_comp_atom.charge
        _chem_comp_atom.pdbx_leaving_atom_flag
        _chem_comp_atom.model_Cartn_x
        _chem_comp_atom.model_Cartn_y
        _chem_comp_atom.model_Cartn_z
        _chem_comp_atom.pdbx_model_Cartn_x_ideal
        _chem_comp_atom.pdbx_model_Cartn_y_ideal
        _chem_comp_atom.pdbx_model_Cartn_z_ideal
        "C1'" c 0 N 1 2 3 0.5 0 0
        H1 H 0 N 1 2 4 ? ? ?
        C2 C ? N 2 2 3 ? ? ?
        O1 O -1 Y 0 2 3 -1 0 0
        loop_
        _chem_comp_bond.atom_id_1
        _chem_comp_bond.atom_id_2
        _chem_comp_bond.value_order
        _chem_comp_bond.pdbx_aromatic_flag
        "C1'" H1 SING N
        "C1'" C2 SING Y
        "C1'" O1 DOUB N
        """;

    [Fact]
    public void A_dictionary_entry_loses_its_hydrogens_and_falls_back_to_model_coordinates()
    {
        var component = ComponentCif.FromBlock(CifReader.Read(new StringReader(Glyoxal), "test").Single())!;
        component.Code.ShouldBe("GXL");
        component.Kind.ShouldBe(EntityKind.Ligand);
        component.OneLetterCode.ShouldBeNull();
        component.Atoms.Select(atom => atom.Name).ShouldBe(["C1'", "C2", "O1"]);
        component.Atoms[0].ShouldBe(new ComponentAtom("C1'", "C", 0, false, new Vector3(0.5f, 0, 0), new Vector3(1, 2, 3)));
        component.Atoms[1].Ideal.ShouldBeNull();
        component.Atoms[2].Charge.ShouldBe(-1);
        component.Bonds.ShouldBe([new ComponentBond(0, 1, BondOrder.Single, true), new ComponentBond(0, 2, BondOrder.Double, false)]);
        component.LeavingGroups[0].ShouldHaveSingleItem().ShouldBe([2]);
    }

    [Fact]
    public void A_bond_to_no_atom_is_an_input_fault()
    {
        var block = CifReader.Read(new StringReader(Glyoxal + "\nC2 C9 SING N\n"), "test").Single();
        Should.Throw<InputException>(() => ComponentCif.FromBlock(block)).Message.ShouldContain("C9");
    }

    [Fact]
    public void A_users_dictionary_adds_components_and_never_changes_bundled_ones()
    {
        var other = ComponentLibrary.Bundled.Require("ALA") with { Name = "CHANGED" };
        var glyoxal = ComponentCif.FromBlock(CifReader.Read(new StringReader(Glyoxal), "test").Single())!;
        var library = ComponentLibrary.Bundled.With([other, glyoxal]);
        library.Require("ALA").Name.ShouldBe("ALANINE");
        library.Require("GXL").ShouldBe(glyoxal);
    }

    [Fact]
    public void A_changed_copy_knows_its_own_atoms()
    {
        var alanine = ComponentLibrary.Bundled.Require("ALA");
        alanine.IndexOf("CB").ShouldBe(4);
        var without = alanine with { Atoms = alanine.Atoms.RemoveAt(4) };
        without.IndexOf("CB").ShouldBe(-1);
        without.IndexOf("OXT").ShouldBe(4);
    }

    [Fact]
    public void A_group_between_two_staying_atoms_leaves_with_neither()
    {
        ComponentAtom Atom(string name, bool leaving) => new(name, "C", 0, leaving, null, null);
        var bridge = new ChemicalComponent
        {
            Code = "BRG", Type = "NON-POLYMER", Atoms = [Atom("A", false), Atom("B", true), Atom("C", false)],
            Bonds = [new ComponentBond(0, 1, BondOrder.Single, false), new ComponentBond(1, 2, BondOrder.Single, false)],
        };
        bridge.LeavingGroups.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("atom\tN\tN\t0\t\t?\t?\t?\t?\t?\t?\n", 1)]
    [InlineData("component\tX\tY\t?\t\natom\tN\tN\t0\t\t1\tx\t?\t?\t?\t?\n", 2)]
    [InlineData("component\tX\tY\t?\t\nbonds\t0-1\n", 2)]
    [InlineData("component\tX\n", 1)]
    public void A_damaged_line_is_named(string text, int line) =>
        Should.Throw<InputException>(() => ComponentText.Read(new StringReader(text), "mine").ToList()).Message.ShouldStartWith($"mine, line {line}:");

    private static readonly Gen<Vector3?> _point =
        Gen.Select(Gen.Bool, Gen.Float[-100, 100].Array[3], (known, xyz) => known ? new Vector3(xyz) : (Vector3?)null);

    private static readonly Gen<ChemicalComponent> _component =
        from atoms in Gen.Select(Gen.Int[0, 2].Select(i => new[] { "C", "N", "FE" }[i]), Gen.Int[-3, 3], Gen.Bool, _point, _point).Array[1, 12]
        from bonds in Gen.Select(Gen.Int[0, atoms.Length - 1], Gen.Int[0, atoms.Length - 1], Gen.Int[1, 3], Gen.Bool).Array[0, 12]
        from letter in Gen.Int[0, 2].Select(i => new[] { null, "A", "THG" }[i])
        from code in Gen.String[Gen.Char['A', 'Z'], 1, 5]
        select new ChemicalComponent
        {
            Code = code, Type = "NON-POLYMER", OneLetterCode = letter, Name = "some, name",
            Atoms = [.. atoms.Select((a, i) => new ComponentAtom($"X{i}'", a.Item1, a.Item2, a.Item3, a.Item4, a.Item5))],
            Bonds = [.. bonds.Select(b => new ComponentBond(b.Item1, b.Item2, (BondOrder)b.Item3, b.Item4))],
        };

    [Fact]
    public void Writing_then_reading_is_identity() =>
        _component.Array[0, 4].Sample(components =>
        {
            using var text = new StringWriter();
            ComponentText.Write(text, components);
            return ComponentText.Read(new StringReader(text.ToString()), "test").SequenceEqual(components);
        }, iter: 200);
}
