using System.Text;
using Foldline.Sequences;
using Foldline.Structures.Cif;
using Foldline.Structures.Components;
using Foldline.Structures.Predictions;

namespace Foldline.Structures.Output;

/// <summary>The categories that say what the model is made of: components, entities, sequences, chains and their numbering.</summary>
internal sealed class EntityCategories(ComponentLibrary components)
{
    private const int LineLength = 80;

    public void AddTo(CifBlock block, AtomLayout layout, List<ModelResidue> residues)
    {
        var byChain = residues.ToLookup(residue => residue.Chain);
        var entities = layout.Chains.Select((chain, index) => new Copy(chain, [.. byChain[index]])).GroupBy(copy => copy.Chain.EntityNumber)
            .OrderBy(group => group.Key).Select(group => group.ToList()).ToList();
        block.Add(ChemComp(residues, layout));
        block.Add(Table("atom_type", ["symbol"], layout.Element.Distinct().Order(StringComparer.Ordinal).Select(element => new[] { element })));
        block.Add(Table("entity", ["id", "type", "src_method", "pdbx_description", "pdbx_number_of_molecules"], entities.Select(copies =>
            new[] { copies[0].Entity, copies[0].IsPolymer ? "polymer" : "non-polymer", "man", Describe(copies[0]), $"{copies.Count}" })));
        AddPolymers(block, entities.Where(copies => copies[0].IsPolymer).ToList());
        block.Add(Table("pdbx_entity_nonpoly", ["entity_id", "name", "comp_id"], entities.Where(copies => !copies[0].IsPolymer).SelectMany(copies =>
            copies[0].Residues.Select(residue => residue.Component).Distinct().Select(code => new[] { copies[0].Entity, Name(code), code }))));
        block.Add(Table("struct_asym", ["id", "entity_id", "pdbx_blank_PDB_chainid_flag", "details"],
            layout.Chains.Select(chain => new[] { chain.Id, $"{chain.EntityNumber}", "N", "" })));
        AddNumbering(block, [.. layout.Chains.Select((chain, index) => new Copy(chain, [.. byChain[index]]))]);
    }

    private void AddPolymers(CifBlock block, List<List<Copy>> polymers)
    {
        string[] columns = ["entity_id", "type", "nstd_linkage", "nstd_monomer", "pdbx_strand_id", "pdbx_seq_one_letter_code", "pdbx_seq_one_letter_code_can"];
        block.Add(Table("entity_poly", columns, polymers.Select(copies => new[]
        {
            copies[0].Entity, PolymerType(copies[0].Chain.Kind), "no",
            copies[0].Residues.All(residue => StandardResidues.Contains(residue.Component)) ? "no" : "yes",
            string.Join(',', copies.Select(copy => copy.Chain.Id)), OneLetter(copies[0].Residues, canonical: false),
            OneLetter(copies[0].Residues, canonical: true),
        })));
        block.Add(Table("entity_poly_seq", ["entity_id", "num", "mon_id", "hetero"], polymers.SelectMany(copies =>
            copies[0].Residues.Select(residue => new[] { copies[0].Entity, $"{residue.Number}", residue.Component, "n" }))));
    }

    private static void AddNumbering(CifBlock block, List<Copy> chains)
    {
        string[] author = ["ndb_seq_num", "pdb_seq_num", "auth_seq_num", "pdb_mon_id", "auth_mon_id", "pdb_strand_id", "pdb_ins_code"];
        block.Add(Table("pdbx_poly_seq_scheme", ["asym_id", "entity_id", "seq_id", "mon_id", .. author, "hetero"],
            chains.Where(copy => copy.IsPolymer).SelectMany(copy => copy.Residues, (copy, residue) =>
                (string[])[copy.Chain.Id, copy.Entity, $"{residue.Number}", residue.Component, .. Author(copy, residue), "n"])));
        block.Add(Table("pdbx_nonpoly_scheme", ["asym_id", "entity_id", "mon_id", .. author],
            chains.Where(copy => !copy.IsPolymer).SelectMany(copy => copy.Residues, (copy, residue) =>
                (string[])[copy.Chain.Id, copy.Entity, residue.Component, .. Author(copy, residue)])));
    }

    private static string[] Author(Copy copy, ModelResidue residue) =>
        [$"{residue.Number}", $"{residue.Number}", $"{residue.Number}", residue.Component, residue.Component, copy.Chain.Id, "."];

    private CifCategory ChemComp(List<ModelResidue> residues, AtomLayout layout) => Table("chem_comp", ["id", "type", "mon_nstd_flag", "name"],
        residues.DistinctBy(residue => residue.Component).OrderBy(residue => residue.Component, StringComparer.Ordinal).Select(residue =>
        {
            var kind = layout.Chains[residue.Chain].Kind;
            var standard = !ModelResidue.IsPolymer(kind) ? "." : StandardResidues.Contains(residue.Component) ? "y" : "n";
            return new[] { residue.Component, components.Find(residue.Component)?.Type ?? LinkingType(kind), standard, Name(residue.Component) };
        }));

    private static CifCategory Table(string name, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new CifCategory(name, columns);
        foreach (var row in rows) table.Add([.. row.Select(cell => cell == "." ? CifValue.Inapplicable : MmcifModelWriter.Text(cell))]);
        return table;
    }

    private string Name(string component) => components.Find(component)?.Name ?? "";

    private string Describe(Copy copy) => copy.Chain.Kind switch
    {
        EntityKind.Protein => $"protein of {copy.Residues.Count} residues",
        EntityKind.Rna => $"RNA of {copy.Residues.Count} nucleotides",
        EntityKind.Dna => $"DNA of {copy.Residues.Count} nucleotides",
        _ => string.Join(", ", copy.Residues.Select(residue => Name(residue.Component) is { Length: > 0 } name ? name : residue.Component).Distinct()),
    };

    // Modified residues and deoxynucleotides stand in parentheses, except in the canonical form.
    private string OneLetter(List<ModelResidue> residues, bool canonical)
    {
        var letters = new StringBuilder();
        foreach (var code in residues.Select(residue => residue.Component))
        {
            bool plain = code.Length == 1 || (code.Length == 3 && StandardResidues.Contains(code));
            letters.Append(canonical || plain ? components.Find(code)?.OneLetterCode is { Length: 1 } letter ? letter : "X" : $"({code})");
        }
        return letters.Length <= LineLength ? letters.ToString() : string.Join('\n', letters.ToString().Chunk(LineLength).Select(line => new string(line)));
    }

    private static string PolymerType(EntityKind kind) => kind switch
    {
        EntityKind.Rna => "polyribonucleotide",
        EntityKind.Dna => "polydeoxyribonucleotide",
        _ => "polypeptide(L)",
    };

    private static string LinkingType(EntityKind kind) => kind switch
    {
        EntityKind.Protein => "L-peptide linking",
        EntityKind.Rna => "RNA linking",
        EntityKind.Dna => "DNA linking",
        _ => "non-polymer",
    };

    private sealed record Copy(ChainInfo Chain, List<ModelResidue> Residues)
    {
        public string Entity => $"{Chain.EntityNumber}";

        public bool IsPolymer => ModelResidue.IsPolymer(Chain.Kind);
    }
}
