using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Foldline.Sequences;

namespace Foldline.Training.Sampling;

/// <summary>
/// Which proteins are similar, as the RCSB's <c>clusters-by-entity-40.txt</c> says it: a line for each cluster, its members written <c>1AKI_1</c>. Predicted
/// structures among them are left out.
/// </summary>
public sealed class ProteinClusters
{
    private readonly FrozenDictionary<string, string> _clusterOf;

    private string? _fingerprint;

    private ProteinClusters(IEnumerable<KeyValuePair<string, string>> clusterOf) => _clusterOf = clusterOf.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Tells one set of clusters from another.</summary>
    internal string Fingerprint => _fingerprint ??= _clusterOf.Count == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', _clusterOf.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")))));

    /// <summary>No clusters: every sequence is its own.</summary>
    public static ProteinClusters None { get; } = new([]);

    /// <summary>Reads a cluster file.</summary>
    /// <exception cref="InputException">The file is not there.</exception>
    public static ProteinClusters Read(string path) => File.Exists(path) ? Parse(File.ReadLines(path))
        : throw new InputException($"{path} does not exist; give the RCSB's clusters-by-entity file, or none.");

    /// <summary>Reads the lines of a cluster file; the last line that names a protein counts.</summary>
    public static ProteinClusters Parse(IEnumerable<string> lines)
    {
        var clusterOf = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines)
        {
            string[] members = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(member => !member.StartsWith("AF_", StringComparison.Ordinal) && !member.StartsWith("MA_", StringComparison.Ordinal))];
            foreach (var member in members) clusterOf[member] = $"pdb_cluster_{members[0]}";
        }
        return new ProteinClusters(clusterOf);
    }

    /// <summary>The cluster of an entity, or <c>null</c> where the file does not name it.</summary>
    public string? Find(string entry, string entity) => _clusterOf.GetValueOrDefault($"{entry}_{entity}");
}
