using System.Collections.Immutable;

namespace Foldline.Training.Sampling;

/// <summary>
/// Weighs examples so that no family of structures drowns the others (AF3 supplement 2.5.1): by what they are made of, over the number of distinct entity pairs
/// in their cluster, over the number of rows that stand for the same entities of the same entry.
/// </summary>
public static class SampleWeights
{
    private const double Epsilon = 1e-9;

    /// <summary>The weight of each row, not normalised. [row]</summary>
    public static ImmutableArray<double> Of(IReadOnlyList<SampleRow> rows, SampleWeightOptions options)
    {
        var members = rows.CountBy(row => row.Key).ToDictionary();
        var clusterSize = rows.GroupBy(row => row.Cluster).ToDictionary(cluster => cluster.Key, cluster => cluster.DistinctBy(row => row.Key).Count());
        return [.. rows.Select(row => (row.IsInterface ? options.Interface : options.Chain) * (Share(row.First) + Share(row.Second))
            / (clusterSize[row.Cluster] + Epsilon) / members[row.Key])];

        double Share(SampleSide? side) => side?.Type switch
        {
            MoleculeType.Protein => options.Protein,
            MoleculeType.Nucleic => options.Nucleic,
            MoleculeType.Ligand => options.Ligand,
            _ => 0,
        };
    }
}
