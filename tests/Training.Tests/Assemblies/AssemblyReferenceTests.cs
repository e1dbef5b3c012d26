using System.Text.Json;
using Foldline.Features.Families;
using Foldline.Features.Vocabulary;
using Foldline.Sequences;
using Foldline.Structures.Components;
using Foldline.Training.Assemblies;
using Foldline.Training.Permutation;
using Foldline.Training.Tests.Data;

namespace Foldline.Training.Tests.Assemblies;

public class AssemblyReferenceTests
{
    [Theory]
    [InlineData("5zng")]
    public void A_carried_entry_equals_the_original(string entry) =>
        Compare(Path.Combine(Repository.Golden, "training", entry + ".cif.gz"), Path.Combine(Repository.Golden, "training", entry));

    [Theory]
    [InlineData("102m")]
    [InlineData("1aki")]
    [InlineData("1dix")]
    [InlineData("1k1a")]
    [InlineData("1l2y")]
    [InlineData("2lwu")]
    [InlineData("5zng")]
    [InlineData("7zzx")]
    public void Entries_equal_the_original(string entry) =>
        Compare(Repository.RequireSharedData($"pdb/{entry}.cif.gz"), Path.Combine(Repository.RequireReference("data/bioassembly"), entry));

    private static void Compare(string file, string expected)
    {
        var assembly = new AssemblyBuilder(ComponentLibrary.Bundled).Read(file);
        var (arrays, json) = (GzipFiles.Arrays(expected + ".safetensors.gz"), GzipFiles.Json(expected + ".json.gz"));
        var complex = assembly.Complex;
        var atoms = Enumerable.Range(0, complex.Atoms.Length).ToArray();
        string[][] table = [.. json.GetProperty("atoms").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetString()!).ToArray())];
        Column("chain", atom => complex.Chains[complex.ResidueOf(atom).Chain].Id, 0);
        Column("component", atom => complex.ResidueOf(atom).Code, 1);
        Column("name", atom => complex.Atoms[atom].Name, 2);
        Column("element", atom => complex.Atoms[atom].Element, 3);
        Column("kind", atom => complex.ResidueOf(atom).Kind.ToString().ToLowerInvariant(), 4);
        Column("class", atom => ResidueTypes.Codes[complex.ResidueOf(atom).Class], 5);
        Column("entity", atom => assembly.Entities[complex.Chains[complex.ResidueOf(atom).Chain].Entity].Id, 6);
        Array("is_resolved", atom => assembly.Resolved[atom] ? 1 : 0);
        Array("entity_id_int", atom => complex.Chains[complex.ResidueOf(atom).Chain].Entity);
        Array("sym_id_int", atom => complex.Chains[complex.ResidueOf(atom).Chain].Copy);
        Array("mol_id", atom => assembly.Molecules.Molecule[atom]);
        Array("entity_mol_id", atom => assembly.Molecules.Entity[atom]);
        Array("mol_atom_index", atom => assembly.Molecules.Place[atom]);
        Array("res_id", atom => complex.ResidueOf(atom).Number);
        Array("tokatom_idx", atom => complex.Atoms[atom].Slot);
        Array("centre_atom_mask", atom => assembly.Molecules.Centre[atom] ? 1 : 0);
        Array("modified_res_mask", atom => complex.ResidueOf(atom).IsModified ? 1 : 0);
        Array("is_ligand", atom => complex.Chains[complex.ResidueOf(atom).Chain].Majority == EntityKind.Ligand ? 1 : 0);
        Array("is_protein", atom => complex.Chains[complex.ResidueOf(atom).Chain].Majority == EntityKind.Protein ? 1 : 0);
        Array("ref_mask", atom => complex.Atoms[atom].Conformer is null ? 0 : 1);
        Array("ref_charge", atom => complex.Atoms[atom].Charge);
        Array("ref_space_uid", atom => complex.Atoms[atom].Residue);
        Array("asym_id_int", atom => complex.ResidueOf(atom).Chain);
        var symmetries = new ResidueSymmetries(ComponentLibrary.Bundled);
        foreach (var residue in complex.Residues)
        {
            // The original's columns stand in another order in other versions of RDKit.
            var recorded = table[residue.FirstAtom..(residue.FirstAtom + residue.Atoms)].Select(row => row[7].Split('_')).ToArray();
            symmetries.Of(complex, residue).Permutations.Select(permutation => string.Join(' ', permutation)).Order().ShouldBe(
                Enumerable.Range(0, recorded[0].Length).Select(column => string.Join(' ', recorded.Select(row => row[column]))).Order(),
                $"{residue.Code} {residue.Number}");
        }
        foreach (var feature in AtomFeatures.Make(complex, assembly.Tokens).Where(one => one.Name is "distogram_rep_atom_mask" or "plddt_m_rep_atom_mask"))
            feature.Integers().ShouldBe(arrays[feature.Name].Integers(), feature.Name);
        assembly.Coordinates.ToArray().ShouldBe(arrays["coord"].Values<float>().ToArray());
        int[] bonds = arrays["bonds"].Integers();
        complex.Bonds.Select(bond => (Math.Min(bond.First, bond.Second), Math.Max(bond.First, bond.Second))).Order().ShouldBe(
            Enumerable.Range(0, bonds.Length / 3).Select(i => (Math.Min(bonds[3 * i], bonds[3 * i + 1]), Math.Max(bonds[3 * i], bonds[3 * i + 1]))).Order());
        assembly.Id.ShouldBe(json.GetProperty("pdb_id").GetString());
        assembly.Resolution.ShouldBe(json.GetProperty("resolution").GetDouble());
        assembly.Released!.Value.ToString("yyyy-MM-dd").ShouldBe(json.GetProperty("release_date").GetString());
        assembly.Tokens.Count.ShouldBe(json.GetProperty("n_token").GetInt32());
        foreach (var sequence in json.GetProperty("sequences").EnumerateObject())
            assembly.Entities.Single(entity => entity.Id == sequence.Name).Sequence.ShouldBe(sequence.Value.GetString());
        assembly.Interfaces.Select(pair => $"{pair.First}-{pair.Second}").Order().ShouldBe(json.GetProperty("entity_pair_to_chain_pairs").EnumerateObject()
            .SelectMany(pairs => pairs.Value.EnumerateArray()).Select(pair => $"{pair[0]}-{pair[1]}").Order());

        void Column(string what, Func<int, string> value, int column) => atoms.Select(value).ShouldBe(table.Select(row => row[column]), what);

        void Array(string name, Func<int, int> value) => atoms.Select(value).ToArray().ShouldBe(arrays[name].Integers(), name);
    }
}
