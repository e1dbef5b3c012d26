using Foldline.Features.Complexes;
using Foldline.Training.Assemblies;

namespace Foldline.Training.Sampling;

/// <summary>
/// Lists what examples can be about (AF3 supplement 2.5.1): each chain of the file with a resolved token centre, and each pair of entities that touch, for
/// which any of its touching pairs of chains is drawn later. Ions are not listed. Proteins of up to nine residues and nucleic acids are clustered by their
/// sequence, ligands by their components, longer proteins as the clusters say, else by their sequence.
/// </summary>
public static class SampleIndex
{
    private const int ShortestClustered = 10;

    /// <summary>The rows of an assembly.</summary>
    public static IReadOnlyList<SampleRow> Rows(Assembly assembly, ProteinClusters clusters)
    {
        var sides = new Dictionary<string, SampleSide>(StringComparer.Ordinal);
        var resolved = assembly.Tokens.CentreAtom.Where(atom => assembly.Resolved[atom]).Select(atom => assembly.Complex.ResidueOf(atom).Chain).ToHashSet();
        for (int chain = 0; chain < assembly.Complex.Chains.Length; chain++)
            if (resolved.Contains(chain) && Side(assembly, assembly.Complex.Chains[chain], clusters) is { Type: not MoleculeType.Ion } side)
                sides.Add(side.Chain, side);
        var rows = sides.Values.Where(side => !side.Chain.Contains('.')).Select(side => new SampleRow(assembly.Id, side)).ToList();
        foreach (var pairs in InFile(assembly).GroupBy(pair => (EntityOf(assembly, pair.First), EntityOf(assembly, pair.Second))))
        {
            var pair = pairs.First();
            if (sides.TryGetValue(pair.First, out var first) && sides.TryGetValue(pair.Second, out var second))
                rows.Add(new SampleRow(assembly.Id, first, second));
        }
        return rows;
    }

    /// <summary>The touching pairs of chains that a row stands for; at least one chain of each is in the file, not made by symmetry.</summary>
    public static IReadOnlyList<AssemblyInterface> Pairs(Assembly assembly, SampleRow row) => row.Second is null ? [] :
        [.. InFile(assembly).Where(pair => EntityOf(assembly, pair.First) == row.First.Entity && EntityOf(assembly, pair.Second) == row.Second.Entity)];

    private static IEnumerable<AssemblyInterface> InFile(Assembly assembly) =>
        assembly.Interfaces.Where(pair => !pair.First.Contains('.') || !pair.Second.Contains('.'));

    private static string EntityOf(Assembly assembly, string chain) => assembly.Entities[assembly.Complex.Chains[assembly.IndexOf(chain)].Entity].Id;

    private static SampleSide Side(Assembly assembly, ComplexChain chain, ProteinClusters clusters)
    {
        var entity = assembly.Entities[chain.Entity];
        string components = string.Join('_', assembly.Complex.Residues.Skip(chain.FirstResidue).Take(chain.Residues).Select(residue => residue.Code));
        var (type, cluster) = entity.PolymerType switch
        {
            var polymer when polymer.Contains("polypeptide", StringComparison.Ordinal) =>
                (MoleculeType.Protein, (entity.Sequence.Length >= ShortestClustered ? clusters.Find(assembly.Id, entity.Id) : null) ?? entity.Sequence),
            var polymer when polymer.Contains("ribonucleotide", StringComparison.Ordinal) => (MoleculeType.Nucleic, entity.Sequence),
            _ => (chain.Atoms == 1 ? MoleculeType.Ion : MoleculeType.Ligand, components),
        };
        return new SampleSide(entity.Id, chain.Id, type, cluster);
    }
}
