using System.IO.Compression;
using System.Text.Json;
using Foldline.Sequences;
using Foldline.Structures.Components;

namespace Foldline.Structures.Tests.Components;

public sealed class BundledComponentsTests
{
    private const string AminoAcids = "ALA ARG ASN ASP CYS GLN GLU GLY HIS ILE LEU LYS MET PHE PRO SER THR TRP TYR VAL UNK";

    [Fact]
    public void Bundled_components_are_what_the_generator_makes_of_the_dictionary()
    {
        bool regenerate = Environment.GetEnvironmentVariable("FOLDLINE_REGENERATE") == "1";
        var dictionary = Environment.GetEnvironmentVariable("FOLDLINE_COMPONENTS") ?? Repository.RequireSharedData("ccd/components_subset.cif.gz");
        var conformers = Repository.Reference is null
            ? BundledComponents.ConformersOf(ComponentLibrary.Bundled)
            : BundledComponents.ReferenceConformers(Repository.RequireReference("data/featurizer/ccd_reference.json.gz"));
        var codes = ComponentLibrary.Bundled.Components.Select(component => component.Code).Concat(conformers.Keys);
        var made = BundledComponents.Make(dictionary, codes, conformers);
        if (regenerate) File.WriteAllText(BundledComponents.Path, made);
        File.ReadAllText(BundledComponents.Path).ShouldBe(made);
    }

    [Fact]
    public void Every_standard_residue_has_its_conformer_and_leaving_atom()
    {
        foreach (var code in AminoAcids.Split(' '))
        {
            var component = ComponentLibrary.Bundled.Require(code);
            component.Kind.ShouldBe(EntityKind.Protein);
            component.Atoms.ShouldAllBe(atom => atom.Conformer != null);
            component.Atoms.Take(4).Select(atom => atom.Name).ShouldBe(["N", "CA", "C", "O"]);
            component.LeavingGroups.Keys.ShouldBe([component.IndexOf("C")]);
            component.LeavingGroups[component.IndexOf("C")].ShouldHaveSingleItem().ShouldBe([component.IndexOf("OXT")]);
        }
        foreach (var code in "A C G U N".Split(' ')) ComponentLibrary.Bundled.Require(code).Kind.ShouldBe(EntityKind.Rna);
        foreach (var code in "DA DC DG DT DN".Split(' ')) ComponentLibrary.Bundled.Require(code).Kind.ShouldBe(EntityKind.Dna);
    }

    private static readonly HashSet<string> _withMetalOrBoron = ["SF4", "FES", "HEC", "HEM", "HEA", "10R"];

    [Fact]
    public void Bond_lengths_of_the_conformers_are_chemical()
    {
        foreach (var component in ComponentLibrary.Bundled.Components.Where(component => component.Code != "ASX")) // its atoms of element X are not real ones
            foreach (var bond in component.Bonds)
                if (component.Atoms[bond.First].Conformer is { } a && component.Atoms[bond.Second].Conformer is { } b)
                    (a - b).Length().ShouldBeInRange(1.0f, _withMetalOrBoron.Contains(component.Code) ? 3.2f : 2.0f, $"{component.Code} {bond}");
    }

    [Fact]
    public void Atoms_charges_types_letters_and_leaving_groups_are_the_references()
    {
        using var stream = new GZipStream(File.OpenRead(Repository.RequireReference("data/featurizer/ccd_reference.json.gz")), CompressionMode.Decompress);
        using var json = JsonDocument.Parse(stream);
        foreach (var expected in json.RootElement.EnumerateObject())
        {
            var component = ComponentLibrary.Bundled.Require(expected.Name);
            var value = expected.Value;
            component.Atoms.Select(atom => atom.Name).ShouldBe(value.GetProperty("heavy_atoms").EnumerateArray().Select(x => x.GetString()!));
            component.Atoms.Select(atom => atom.Element).ShouldBe(value.GetProperty("element").EnumerateArray().Select(x => x.GetString()!));
            component.Atoms.Select(atom => atom.Charge).ShouldBe(value.GetProperty("ref_charge").EnumerateArray().Select(x => x.GetInt32()));
            component.Atoms.Select(atom => atom.Leaving).ShouldBe(value.GetProperty("leaving").EnumerateArray().Select(x => x.GetBoolean()));
            component.OneLetterCode.ShouldBe(value.GetProperty("one_letter").GetString(), expected.Name);
            component.Kind.ToString().ToLowerInvariant().ShouldBe(value.GetProperty("type").GetString());
            component.Bonds.Select(b => Pair(component.Atoms[b.First].Name, component.Atoms[b.Second].Name)).Order()
                .ShouldBe(value.GetProperty("bonds").EnumerateArray().Select(b => Pair(b[0].GetString()!, b[1].GetString()!)).Order(), expected.Name);
            var found = from groups in component.LeavingGroups
                        from members in groups.Value
                        select Group(component.Atoms[groups.Key].Name, members.Select(atom => component.Atoms[atom].Name));
            var wanted = from groups in value.GetProperty("central_to_leaving_groups").EnumerateObject()
                         from members in groups.Value.EnumerateArray()
                         select Group(groups.Name, members.EnumerateArray().Select(atom => atom.GetString()!));
            found.ShouldBe(wanted, ignoreOrder: true, expected.Name);
        }
    }

    private static string Group(string centre, IEnumerable<string> atoms) => $"{centre}: {string.Join(' ', atoms)}";

    private static string Pair(string a, string b) => string.CompareOrdinal(a, b) < 0 ? $"{a}-{b}" : $"{b}-{a}";

    [Fact]
    public void An_unknown_component_is_an_input_fault_that_names_it() =>
        Should.Throw<InputException>(() => ComponentLibrary.Bundled.Require("ZZZ")).Message.ShouldContain("ZZZ");
}
