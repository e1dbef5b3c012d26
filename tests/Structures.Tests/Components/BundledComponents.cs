using System.IO.Compression;
using System.Numerics;
using System.Text.Json;
using Foldline.Structures.Components;

namespace Foldline.Structures.Tests.Components;

/// <summary>
/// Makes the bundled components.txt anew from a dictionary of the wwPDB: run this test project with FOLDLINE_REGENERATE=1, and optionally with
/// FOLDLINE_COMPONENTS=/path/to/components.cif; without the latter the subset in ../shared serves. Conformers that RDKit made are kept in place of ideal
/// coordinates: from ../shared where it is, else from the file as it stands.
/// </summary>
internal static class BundledComponents
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "model", "Structures", "Components", "components.txt");

    /// <summary>The residues that stand for any residue are cut from the named ones where the dictionary lacks them.</summary>
    private static readonly (string Code, string From, string Letter, string Name)[] _wildcards =
        [("UNK", "MET", "X", "UNKNOWN"), ("N", "A", "N", "ANY 5'-MONOPHOSPHATE NUCLEOTIDE"), ("DN", "DA", "N", "UNKNOWN 2'-DEOXYNUCLEOTIDE")];

    private static readonly HashSet<string> _unkAtoms = ["N", "CA", "C", "O", "CB", "CG", "OXT"];

    public static string Make(string dictionary, IEnumerable<string> codes, IReadOnlyDictionary<string, Vector3?[]> conformers)
    {
        var wanted = codes.ToHashSet();
        var components = ComponentCif.ReadFile(dictionary, wanted.Contains).ToDictionary(component => component.Code);
        foreach (var (code, values) in conformers)
            if (components.TryGetValue(code, out var component) && component.Atoms.Length == values.Length)
                components[code] = component with { Atoms = [.. component.Atoms.Select((atom, i) => atom with { Conformer = values[i] })] };
        foreach (var (code, from, letter, name) in _wildcards)
            if (!components.ContainsKey(code)) components[code] = Wildcard(components[from], code, letter, name);
        using var text = new StringWriter();
        text.Write("# Chemical components of the wwPDB dictionary (public domain) without hydrogens, with the reference conformers the network sees.\n");
        text.Write("# Made by tests/Structures.Tests/Components/BundledComponents.cs; the form is documented in ComponentText.cs.\n");
        ComponentText.Write(text, components.Values.OrderBy(component => component.Code, StringComparer.Ordinal));
        return text.ToString();
    }

    public static IReadOnlyDictionary<string, Vector3?[]> ReferenceConformers(string path)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var json = JsonDocument.Parse(stream);
        return json.RootElement.EnumerateObject().ToDictionary(
            component => component.Name,
            component => component.Value.GetProperty("conformer_used").EnumerateArray()
                .Zip(component.Value.GetProperty("ref_mask").EnumerateArray(), (xyz, mask) => mask.GetInt32() == 0 ? null : Point(xyz))
                .ToArray());
    }

    public static IReadOnlyDictionary<string, Vector3?[]> ConformersOf(ComponentLibrary library) =>
        library.Components.ToDictionary(component => component.Code, component => component.Atoms.Select(atom => atom.Conformer).ToArray());

    private static bool IsBackbone(string atom) => atom is "P" or "OP1" or "OP2" or "OP3" || atom.EndsWith('\'');

    private static Vector3? Point(JsonElement xyz) => new Vector3(xyz[0].GetSingle(), xyz[1].GetSingle(), xyz[2].GetSingle());

    private static ChemicalComponent Wildcard(ChemicalComponent from, string code, string letter, string name)
    {
        var kept = from.Atoms.Where(atom => code == "UNK" ? _unkAtoms.Contains(atom.Name) : IsBackbone(atom.Name)).ToList();
        if (code == "UNK") kept.Sort((a, b) => (a.Name == "OXT").CompareTo(b.Name == "OXT"));
        return new ChemicalComponent
        {
            Code = code, Name = name, Type = from.Type, OneLetterCode = letter,
            Atoms = [.. kept],
            Bonds = [.. from.Bonds
                .Select(bond => bond with { First = kept.IndexOf(from.Atoms[bond.First]), Second = kept.IndexOf(from.Atoms[bond.Second]) })
                .Where(bond => bond.First >= 0 && bond.Second >= 0)],
        };
    }
}
