using System.Collections.Concurrent;
using System.Collections.Immutable;
using Foldline.Features.Templates;
using Foldline.Structures.Components;
using Foldline.Structures.Mmcif;
using Foldline.Training.Assemblies;

namespace Foldline.Training.Data;

/// <summary>
/// Templates for training: the hits of each entity in <c>ID_ENTITY/hmmsearch.a3m</c>, their structures in a folder of mmCIF files. As in the original, an entry
/// learns from structures released at least 60 days before it, a random number of random ones among the best 20. Calls may come from several threads at once.
/// </summary>
/// <param name="hits">The folder of folders with hits.</param>
/// <param name="structures">The folder of <c>ID.cif</c> or <c>ID.cif.gz</c>; hits without a file are passed over.</param>
/// <param name="components">The chemical components residues are made of.</param>
public sealed class TemplateFolder(string hits, string structures, ComponentLibrary components)
{
    private const int Candidates = 20, KeptStructures = 512;
    private static readonly TimeSpan Earlier = TimeSpan.FromDays(60);
    private readonly ConcurrentDictionary<string, MmcifStructure?> _structures = new(StringComparer.Ordinal);

    /// <summary>Templates for each entity of an assembly, as many as were drawn; none for an entry whose release is unknown.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="entities">The entities wanted; the others get none.</param>
    /// <param name="draws">How many, and which.</param>
    public IReadOnlyList<ImmutableArray<TemplateStructure>> Draw(Assembly assembly, IReadOnlyCollection<int> entities, IDraws draws) =>
        [.. assembly.Entities.Select((entity, place) => entities.Contains(place) && assembly.Released is { } released
            ? Draw(entity.Sequence, Path.Combine(hits, $"{assembly.Id}_{entity.Id}", "hmmsearch.a3m"), released.AddDays(-Earlier.Days), draws)
            : [])];

    private ImmutableArray<TemplateStructure> Draw(string query, string path, DateOnly latest, IDraws draws)
    {
        if (!File.Exists(path)) return [];
        var usable = TemplateHit.Parse(File.ReadAllText(path)).Where(hit => hit.Suits(query) && ReleasedBy(hit.Entry, latest))
            .DistinctBy(hit => hit.Residues).Take(Candidates).ToList();
        if (usable.Count == 0) return [];
        var order = draws.Permutation(usable.Count);
        var wanted = Math.Min(TemplateSlots.Standard, draws.Integer(0, usable.Count + 1));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. order.Select(place => Cut(usable[place], query, seen)).OfType<TemplateStructure>().Take(wanted)];
    }

    private bool ReleasedBy(string entry, DateOnly latest) => Structure(entry)?.Released is { } released && released <= latest;

    /// <summary>The part of a hit's chain that is aligned to the query; <c>null</c> where it cannot be used, or adds nothing to those seen.</summary>
    private TemplateStructure? Cut(TemplateHit hit, string query, HashSet<string> seen)
    {
        if (TemplateChain.Find(Structure(hit.Entry)!, hit.Chain, components) is not { } chain || hit.Alignment(query.Length, chain.Sequence) is not { } alignment) return null;
        var mapped = string.Concat(alignment.Select(residue => residue < 0 ? '-' : chain.Sequence[residue]));
        return seen.Add(mapped) ? chain.Structure.AlignedTo(alignment) : null;
    }

    private MmcifStructure? Structure(string entry)
    {
        if (_structures.Count > KeptStructures) _structures.Clear();
        return _structures.GetOrAdd(entry, name => StructureFolder.Find(structures, name) is { } path ? MmcifReader.ReadFile(path) : null);
    }
}
