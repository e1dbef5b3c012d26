using Foldline.Structures.Components;
using Foldline.Training.Assemblies;
using Foldline.Training.Sampling;

namespace Foldline.Training.Tests.Sampling;

public class SampleTests
{
    private static readonly Assembly Dimer =
        new AssemblyBuilder(ComponentLibrary.Bundled).Read(Path.Combine(Repository.Golden, "training", "5zng.cif.gz"));

    [Fact]
    public void Chains_and_interfaces_are_listed_once()
    {
        var rows = SampleIndex.Rows(Dimer, ProteinClusters.None);
        rows.Select(row => (row.First.Chain, row.Second?.Chain)).ShouldBe([("A", null), ("B", null), ("A", "B")]);
        rows[2].Cluster.ShouldBe($"{rows[1].First.Cluster}:{rows[0].First.Cluster}");
        rows[0].First.Cluster.ShouldBe(Dimer.Entities[0].Sequence);
        SampleIndex.Pairs(Dimer, rows[2]).ShouldBe([new AssemblyInterface("A", "B")]);
    }

    [Fact]
    public void The_clusters_file_names_the_cluster_by_its_first_member()
    {
        var clusters = ProteinClusters.Parse(["1ABC_1 5ZNG_2 AF_AFP12345F1", "MA_X 5ZNG_1"]);
        var rows = SampleIndex.Rows(Dimer, clusters);
        (rows[0].First.Cluster, rows[1].First.Cluster, rows[2].Cluster).ShouldBe(
            ("pdb_cluster_5ZNG_1", "pdb_cluster_1ABC_1", "pdb_cluster_1ABC_1:pdb_cluster_5ZNG_1"));
    }

    [Fact]
    public void Weights_follow_the_published_formula()
    {
        SampleRow[] rows =
        [
            Chain("1a", "1", "A", MoleculeType.Protein, "x"),
            Chain("1a", "1", "B", MoleculeType.Protein, "x"),
            Chain("2b", "1", "A", MoleculeType.Protein, "x"),
            Chain("2b", "2", "B", MoleculeType.Ligand, "HEM"),
            new("2b", Side("1", "A", MoleculeType.Protein, "x"), Side("2", "B", MoleculeType.Ligand, "HEM")),
        ];
        // Two copies in 1a share a key; cluster x holds two keys.
        double[] expected = [0.5 * 3 / 2 / 2, 0.5 * 3 / 2 / 2, 0.5 * 3 / 2, 0.5 * 1, 1.0 * (3 + 1)];
        var weights = SampleWeights.Of(rows, new SampleWeightOptions());
        for (int i = 0; i < rows.Length; i++) weights[i].ShouldBe(expected[i], 1e-8);
    }

    private static SampleRow Chain(string entry, string entity, string chain, MoleculeType type, string cluster) =>
        new(entry, Side(entity, chain, type, cluster));

    private static SampleSide Side(string entity, string chain, MoleculeType type, string cluster) => new(entity, chain, type, cluster);
}
