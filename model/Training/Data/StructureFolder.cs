using Foldline.Features;
using Foldline.Sequences;
using Foldline.Training.Assemblies;

namespace Foldline.Training.Data;

/// <summary>
/// Entries as a folder of mmCIF files named <c>1aki.cif</c> or <c>1aki.cif.gz</c>, and alignments as a folder of folders <c>1aki_1</c> (entry and entity), each
/// with <c>pairing.a3m</c>, <c>non_pairing.a3m</c> or both.
/// </summary>
/// <param name="structures">The folder of structures.</param>
/// <param name="builder">What makes assemblies of them.</param>
/// <param name="alignments">The folder of alignments; <c>null</c> for none.</param>
public sealed class StructureFolder(string structures, AssemblyBuilder builder, string? alignments = null) : IAssemblySource
{
    /// <summary>The entries the folder holds, in text order.</summary>
    /// <exception cref="InputException">The folder is not there.</exception>
    public IReadOnlyList<string> Entries()
    {
        if (!Directory.Exists(structures)) throw new InputException($"{structures} does not exist; give the folder of training structures.");
        return [.. Directory.EnumerateFiles(structures).Select(Path.GetFileName).OfType<string>()
            .Where(name => name.EndsWith(".cif", StringComparison.Ordinal) || name.EndsWith(".cif.gz", StringComparison.Ordinal))
            .Select(name => name[..name.IndexOf(".cif", StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public Assembly Load(string entry) => builder.Read(PathOf(entry)) with { Id = entry };

    /// <summary>The file of an entry.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public string PathOf(string entry) => Find(structures, entry) ?? throw new InputException($"{structures} has no {entry}.cif or {entry}.cif.gz.");

    /// <summary>The file of an entry in a folder of structures, or <c>null</c>.</summary>
    internal static string? Find(string folder, string entry) =>
        new[] { ".cif.gz", ".cif" }.Select(end => Path.Combine(folder, entry + end)).FirstOrDefault(File.Exists);

    /// <inheritdoc/>
    public IReadOnlyList<EntityAlignments>? Alignments(Assembly assembly) => alignments is null ? null : [.. assembly.Entities.Select(entity =>
    {
        var folder = Path.Combine(alignments, $"{assembly.Id}_{entity.Id}");
        return EntityAlignments.FromA3m(Text(folder, "non_pairing.a3m"), Text(folder, "pairing.a3m"));
    })];

    private static string? Text(string folder, string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? File.ReadAllText(path) : null;
}
