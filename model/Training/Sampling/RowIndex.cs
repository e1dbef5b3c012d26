using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Foldline.Sequences;
using Foldline.Training.Data;

namespace Foldline.Training.Sampling;

/// <summary>Lists the rows of all structures of a folder, from a cache where a structure was listed before.</summary>
/// <param name="folder">The structures.</param>
/// <param name="assemblies">What reads them.</param>
/// <param name="clusters">Which proteins are similar.</param>
/// <param name="cache">Rows listed earlier, by the content of the file they came from.</param>
/// <param name="failures">Told of structures that cannot be used.</param>
public sealed class RowIndex(StructureFolder folder, IAssemblySource assemblies, ProteinClusters clusters, IRowCache cache, IProgress<SampleFailure>? failures)
{
    private const string Version = "rows-1";                      // to be raised when SampleIndex lists other rows for the same file

    /// <summary>The rows.</summary>
    /// <param name="entries">Which entries; all of the folder where empty.</param>
    /// <exception cref="InputException">An entry that was named is not in the folder, or none can be used.</exception>
    public IReadOnlyList<SampleRow> Rows(IReadOnlyList<string> entries)
    {
        var rows = (entries.Count > 0 ? entries : folder.Entries()).SelectMany(Of).ToList();
        return rows.Count > 0 ? rows : throw new InputException("No structure has a chain to learn from; give a folder with resolved polymers or ligands.");
    }

    private IReadOnlyList<SampleRow> Of(string entry)
    {
        var key = Key(entry);
        if (cache.Find(key) is { } kept) return JsonSerializer.Deserialize<List<SampleRow>>(kept)!;
        try
        {
            var rows = SampleIndex.Rows(assemblies.Load(entry), clusters);
            cache.Keep(key, JsonSerializer.SerializeToUtf8Bytes(rows));
            return rows;
        }
        catch (InputException fault)
        {
            failures?.Report(new SampleFailure(-1, new SampleRow(entry, new SampleSide("", "", MoleculeType.Ion, "")), fault.Message));
            return [];
        }
    }

    private string Key(string entry) => Convert.ToHexStringLower(SHA256.HashData(
        [.. Encoding.UTF8.GetBytes($"{Version}\n{entry}\n{clusters.Fingerprint}\n"), .. SHA256.HashData(File.ReadAllBytes(folder.PathOf(entry)))]));
}
