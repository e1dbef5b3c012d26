using Foldline.Sequences;
using Foldline.Structures.Components;
using Foldline.Training.Assemblies;
using Foldline.Training.Permutation;
using Foldline.Training.Sampling;

namespace Foldline.Training.Tests.Assemblies;

public class AssemblyTests
{
    [Fact]
    public void Missing_residues_and_atoms_are_added_unresolved()
    {
        var assembly = new SmallEntry().Chain("A", 0, 2).Build();
        Names(assembly).ShouldBe("ALA: N CA C O CB; GLY: N CA C O; SER: N CA C O CB OG OXT");
        assembly.Resolved.Select(known => known ? '1' : '0').ShouldBe("0000011110000000");
        assembly.Coordinates.AsSpan(0, 15).ToArray().ShouldAllBe(value => value == 0);
        assembly.Resolution.ShouldBe(-1);
    }

    [Fact]
    public void Copies_of_a_chain_are_named_and_counted_but_not_listed_as_chains()
    {
        var assembly = new SmallEntry { Copies = [4, 8] }.Chain("A", 0, 1, 2, 3).Build();
        assembly.Complex.Chains.Select(chain => (chain.Id, chain.Copy)).ShouldBe([("A", 0), ("A.1", 1), ("A.2", 2)]);
        assembly.Molecules.Entity.Distinct().Count().ShouldBe(1);
        assembly.Coordinates[3 * assembly.Complex.Chains[2].FirstAtom].ShouldBe(8);
        assembly.Interfaces.Select(pair => (pair.First, pair.Second)).ShouldBe([("A", "A.1"), ("A.1", "A.2")]);
        var rows = SampleIndex.Rows(assembly, ProteinClusters.None);
        rows.Select(row => (row.First.Chain, row.Second?.Chain)).ShouldBe([("A", null), ("A", "A.1")]);
        // A pair of two copies made by symmetry is never drawn.
        SampleIndex.Pairs(assembly, rows[1]).ShouldBe([new AssemblyInterface("A", "A.1")]);
    }

    [Fact]
    public void A_copy_that_lies_in_another_is_taken_out()
        => new SmallEntry { Copies = [0.5f, 4] }.Chain("A", 0, 1, 2, 3).Build().Complex.Chains.Select(chain => chain.Id).ShouldBe(["A", "A.2"]);

    [Fact]
    public void Chains_that_touch_nothing_are_taken_out()
        => new SmallEntry().Chain("A", 0, 1, 2, 3).Chain("B", 4, 1, 2, 3).Chain("C", 60, 1, 2, 3).Build()
            .Complex.Chains.Select(chain => chain.Id).ShouldBe(["A", "B"]);

    [Fact]
    public void A_run_of_alternatives_takes_one_label()
    {
        // B is likelier over the run, though A is in its first residue.
        var entry = new SmallEntry();
        foreach (var (label, first, second, x) in new[] { ("A", 0.6f, 0.3f, 0f), ("B", 0.4f, 0.7f, 1f) })
            entry.Atom("A", 1, "ALA", "CA", x, 0, 0, label, first);
        entry.Atom("A", 1, "ALA", "N", 9);
        foreach (var (label, occupancy, x) in new[] { ("A", 0.3f, 0f), ("B", 0.7f, 1f) }) entry.Atom("A", 2, "GLY", "CA", x, 0, 3.8f, label, occupancy);
        var assembly = entry.Build();
        Where(assembly, 1, "CA").ShouldBe([1, 0, 0]);
        Where(assembly, 2, "CA").ShouldBe([1, 0, 3.8f]);
        Where(assembly, 1, "N").ShouldBe([9, 0, 0]);
    }

    [Fact]
    public void Selenomethionine_is_methionine()
    {
        var assembly = new SmallEntry { Sequence = ["MSE", "GLY"] }.Atom("A", 1, "MSE", "SE", 1, 2, 3).Chain("A", 0, 2).Build();
        assembly.Entities[0].Sequence.ShouldBe("MG");
        Where(assembly, 1, "SD").ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void The_outer_nitrogens_of_arginine_are_put_in_order()
    {
        var assembly = new SmallEntry { Sequence = ["ARG"] }.Atom("A", 1, "ARG", "CD", 0).Atom("A", 1, "ARG", "NH1", 5).Atom("A", 1, "ARG", "NH2", 3).Build();
        (Where(assembly, 1, "NH1")[0], Where(assembly, 1, "NH2")[0]).ShouldBe((3, 5));
    }

    [Fact]
    public void Chains_with_impossible_gaps_are_taken_out()
    {
        var entry = new SmallEntry().Chain("A", 0, 1, 2, 3).Atom("B", 1, "ALA", "CA", 0, 4, 0).Atom("B", 2, "GLY", "CA", 0, 30, 0);
        entry.Build().Complex.Chains.Select(chain => chain.Id).ShouldBe(["A"]);
    }

    [Theory]
    [InlineData("X-RAY DIFFRACTION", false)]
    [InlineData("SOLUTION NMR", true)]
    public void Crystallisation_aids_go_where_there_was_a_crystal(string method, bool stays)
        => new SmallEntry { Method = method }.Chain("A", 0, 1, 2, 3).Ligand("B", "SO4", "S", "S", 3).Build().Complex.Chains.Length.ShouldBe(stays ? 2 : 1);

    [Fact]
    public void Ions_and_ligands_keep_only_atoms_that_some_copy_shows()
    {
        var assembly = new SmallEntry { Method = "SOLUTION NMR" }.Chain("A", 0, 1, 2, 3)
            .Ligand("B", "SO4", "S", "S", 3).Ligand("B", "SO4", "O1", "O", 4).Ligand("C", "SO4", "S", "S", 3, 3).Ligand("D", "ZN", "ZN", "ZN", -2, 2).Build();
        Names(assembly).ShouldEndWith("OXT; SO4: S O1; SO4: S O1; ZN: ZN");
        SampleIndex.Rows(assembly, ProteinClusters.None).ShouldAllBe(row => row.First.Chain != "D" && row.Second == null || row.Second!.Chain != "D");
    }

    [Fact]
    public void Nothing_left_is_told()
        => Should.Throw<InputException>(() => new SmallEntry { Sequence = ["UNK"] }.Chain("A", 0, 1).Build())
            .Message.ShouldContain("has no chain that training can use");

    [Fact]
    public void Too_many_molecules_are_cut_to_the_nearest()
    {
        var entry = new SmallEntry { Copies = [.. Enumerable.Range(1, 9).Select(copy => 4f * copy)] }.Chain("A", 0, 1, 2, 3);
        entry.Build(new AssemblyOptions { MostMolecules = 3 }).Complex.Chains.Select(chain => chain.Id).ShouldBe(["A", "A.1", "A.2"]);
    }

    [Fact]
    public void Glycans_are_one_molecule_with_their_protein()
    {
        var assembly = new AssemblyBuilder(ComponentLibrary.Bundled).Read(Repository.RequireSharedData("pdb/1igy.cif.gz"));
        int MoleculeOf(string chain) => assembly.Molecules.Molecule[assembly.Complex.Chains[assembly.IndexOf(chain)].FirstAtom];
        MoleculeOf("B").ShouldBe(MoleculeOf("E"));
        MoleculeOf("D").ShouldBe(MoleculeOf("F"));
        MoleculeOf("B").ShouldNotBe(MoleculeOf("D"));
        // The linked sugars have lost the oxygens of their links.
        Names(assembly).ShouldContain("NAG: C1 C2 C3 C4 C5 C6 C7 C8 N2 O3 O4 O5 O6 O7;");
    }

    [Theory]
    [InlineData("PHE", 4)]
    [InlineData("GLY", 2)]
    [InlineData("LEU", 4)]
    [InlineData("TRP", 2)]
    [InlineData("SO4", 24)]
    public void A_whole_component_has_its_symmetries(string code, int permutations)
        => ComponentSymmetry.Of(ComponentLibrary.Bundled.Require(code)).Length.ShouldBe(permutations);

    private static string Names(Assembly assembly) => string.Join("; ", assembly.Complex.Residues.Select(residue =>
        $"{residue.Code}: {string.Join(' ', Enumerable.Range(residue.FirstAtom, residue.Atoms).Select(atom => assembly.Complex.Atoms[atom].Name))}"));

    private static float[] Where(Assembly assembly, int number, string name)
    {
        int atom = assembly.Complex.FindAtom(assembly.Complex.Residues[number - 1], name);
        assembly.Resolved[atom].ShouldBeTrue();
        return assembly.Coordinates.AsSpan(3 * atom, 3).ToArray();
    }
}
