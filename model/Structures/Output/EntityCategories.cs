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
        var copies = layout.Chains.Select((chain, index) => (Chain: chain, Index: index)).GroupBy(entry => entry.Chain.EntityNumber)
            .OrderBy(group => group.Key).Select(group => group.ToList()).ToList();
        block.Add(ChemComp(residues, layout));
        block.Add(Table("atom_type", ["symbol"], layout.Element.Distinct().Order(StringComparer.Ordinal).Select(element => new[] { element })));
        block.Add(Table("entity", ["id", "type", "src_method", "pdbx_description", "pdbx_number_of_molecules"], copies.Select(entity => new[]
        {
            $"{entity[0].Chain.EntityNumber}", ModelResidue.IsPolymer(entity[0].Chain.Kind) ? "polymer" : "non-polymer", "man", Describe(entity[0].Chain, byChain[entity[0].Index]),
            $"{entity.Count}",
        })));
        var polymers = copies.Where(entity => ModelResidue.IsPolymer(entity[0].Chain.Kind)).ToList();
        block.Add(Table("entity_poly", ["entity_id", "type", "nstd_linkage", "nstd_monomer", "pdbx_strand_id", "pdbx_seq_one_letter_code", "pdbx_seq_one_letter_code_can"],
            polymers.Select(entity => new[]
            {
                $"{entity[0].Chain.EntityNumber}", PolymerType(entity[0].Chain.Kind), "no", byChain[entity[0].Index].All(residue => StandardResidues.Contains(residue.Component)) ? "no" : "yes",
                string.Join(',', entity.Select(copy => copy.Chain.Id)), Wrap(OneLetter(byChain[entity[0].Index], canonical: false)), Wrap(OneLetter(byChain[entity[0].Index], canonical: true)),
            })));
        block.Add(Table("entity_poly_seq", ["entity_id", "num", "mon_id", "hetero"], polymers.SelectMany(entity =>
            byChain[entity[0].Index].Select(residue => new[] { $"{entity[0].Chain.EntityNumber}", $"{residue.Number}", residue.Component, "n" }))));
        block.Add(Table("pdbx_entity_nonpoly", ["entity_id", "name", "comp_id"], copies.Except(polymers).SelectMany(entity =>
            byChain[entity[0].Index].Select(residue => new[] { $"{entity[0].Chain.EntityNumber}", Name(residue.Component), residue.Component }).DistinctBy(row => row[2]))));
        block.Add(Table("struct_asym", ["id", "entity_id", "pdbx_blank_PDB_chainid_flag", "details"],
            layout.Chains.Select(chain => new[] { chain.Id, $"{chain.EntityNumber}", "N", "" })));
        block.Add(Table("pdbx_poly_seq_scheme",
            ["asym_id", "entity_id", "seq_id", "mon_id", "ndb_seq_num", "pdb_seq_num", "auth_seq_num", "pdb_mon_id", "auth_mon_id", "pdb_strand_id", "pdb_ins_code", "hetero"],
            residues.Where(residue => ModelResidue.IsPolymer(layout.Chains[residue.Chain].Kind)).Select(residue => (residue, Chain: layout.Chains[residue.Chain], Number: $"{residue.Number}"))
                .Select(row => new[] { row.Chain.Id, $"{row.Chain.EntityNumber}", row.Number, row.residue.Component, row.Number, row.Number, row.Number, row.residue.Component,
                    row.residue.Component, row.Chain.Id, ".", "n" })));
        block.Add(Table("pdbx_nonpoly_scheme",
            ["asym_id", "entity_id", "mon_id", "ndb_seq_num", "pdb_seq_num", "auth_seq_num", "pdb_mon_id", "auth_mon_id", "pdb_strand_id", "pdb_ins_code"],
            residues.Where(residue => !ModelResidue.IsPolymer(layout.Chains[residue.Chain].Kind)).Select(residue => (residue, Chain: layout.Chains[residue.Chain], Number: $"{residue.Number}"))
                .Select(row => new[] { row.Chain.Id, $"{row.Chain.EntityNumber}", row.residue.Component, row.Number, row.Number, row.Number, row.residue.Component, row.residue.Component,
                    row.Chain.Id, "." })));
    }

    private static CifCategory Table(string name, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new CifCategory(name, columns);
        foreach (var row in rows) table.Add([.. row.Select(cell => cell == "." ? CifValue.Inapplicable : MmcifModelWriter.Text(cell))]);
        return table;
    }

    private CifCategory ChemComp(List<ModelResidue> residues, AtomLayout layout) => Table("chem_comp", ["id", "type", "mon_nstd_flag", "name"],
        residues.DistinctBy(residue => residue.Component).OrderBy(residue => residue.Component, StringComparer.Ordinal).Select(residue => new[]
        {
            residue.Component, components.Find(residue.Component)?.Type ?? LinkingType(layout.Chains[residue.Chain].Kind),
            !ModelResidue.IsPolymer(layout.Chains[residue.Chain].Kind) ? "." : StandardResidues.Contains(residue.Component) ? "y" : "n", Name(residue.Component),
        }));

    private string Name(string component) => components.Find(component)?.Name ?? "";

    private string Describe(ChainInfo chain, IEnumerable<ModelResidue> residues) => chain.Kind switch
    {
        EntityKind.Protein => $"protein of {residues.Count()} residues",
        EntityKind.Rna => $"RNA of {residues.Count()} nucleotides",
        EntityKind.Dna => $"DNA of {residues.Count()} nucleotides",
        _ => string.Join(", ", residues.Select(residue => Name(residue.Component) is { Length: > 0 } name ? name : residue.Component).Distinct()),
    };

    private string OneLetter(IEnumerable<ModelResidue> residues, bool canonical)
    {
        var letters = new StringBuilder();
        foreach (var residue in residues)
        {
            var letter = components.Find(residue.Component)?.OneLetterCode is { Length: 1 } code ? code : "X";
            letters.Append(canonical || (StandardResidues.Contains(residue.Component) && residue.Component.Length == 3) || residue.Component.Length == 1 ? letter : $"({residue.Component})");
        }
        return letters.ToString();
    }

    private static string Wrap(string sequence) => sequence.Length <= LineLength ? sequence : string.Join('\n', sequence.Chunk(LineLength).Select(line => new string(line)));

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
}
