using System.Collections.Immutable;
using Foldline.Features;
using Foldline.Features.Complexes;
using Foldline.Features.Vocabulary;
using Foldline.Sequences;
using Foldline.Structures.Components;
using Foldline.Structures.Mmcif;

namespace Foldline.Training.Data;

/// <summary>
/// Makes training examples from experimental structures: the chosen chains' full sequences are featurised, the atoms found in the file become labels.
/// </summary>
/// <param name="components">The chemical components residues are made of.</param>
public sealed class ExampleBuilder(ComponentLibrary components)
{
    private readonly Featurizer _featurizer = new(components);

    /// <summary>The example of an entry.</summary>
    /// <param name="entry">What to read.</param>
    /// <param name="folder">The folder to which the entry's paths are relative.</param>
    /// <param name="options">How features are made; without alignments the network sees the sequence alone.</param>
    /// <exception cref="InputException">The file is damaged, a chain is missing or is no protein, RNA or DNA, or no atom is resolved.</exception>
    public TrainingExample Build(TrainingEntry entry, string folder, FeatureOptions options)
    {
        var structure = MmcifReader.ReadFile(Path.Combine(folder, entry.Structure)).WithoutAlternatives();
        var chains = Select(entry, structure);
        var description = Describe(entry, chains);
        var alignments = ReadAlignments(entry, folder, description);
        var features = _featurizer.Build(description, alignments, options with { UseMsa = options.UseMsa && alignments is not null });
        var (coordinates, resolved) = LabelAtoms.Find(features.Layout, chains);
        if (!resolved.Contains(true)) throw new InputException($"Training entry {entry.Name}: no atom of the chosen chains is resolved in {entry.Structure}.");
        return new TrainingExample(
            entry.Name, features, coordinates, resolved, entry.Resolution ?? structure.Resolution ?? -1, [.. chains.Select(chain => Letters(chain))]);
    }

    private static ImmutableArray<SelectedChain> Select(TrainingEntry entry, MmcifStructure structure)
    {
        var model = structure.Models[0];
        var selections = entry.Chains.Count > 0
            ? entry.Chains
            : [.. model.Chains.Where(chain => chain.Entity.Kind == EntityKind.Protein).Select(chain => new ChainSelection(chain.Id))];
        if (selections.Count == 0) throw new InputException($"Training entry {entry.Name}: {entry.Structure} has no protein chain; name the chains to use.");
        return [.. selections.Select(selection => Select(entry, model, selection))];
    }

    private static SelectedChain Select(TrainingEntry entry, MmcifModel model, ChainSelection selection)
    {
        if (model.Find(selection.Id) is not { } chain)
            throw new InputException(
                $"Training entry {entry.Name}: {entry.Structure} has no chain {selection.Id}; it has {string.Join(", ", model.Chains.Select(c => c.Id))}.");
        if (chain.Entity.Kind is not (EntityKind.Protein or EntityKind.Rna or EntityKind.Dna))
            throw new InputException($"Training entry {entry.Name}: chain {selection.Id} of {entry.Structure} is no protein, RNA or DNA; choose a polymer.");
        var last = selection.Last ?? chain.Entity.Sequence.Length;
        if (selection.First < 1 || last > chain.Entity.Sequence.Length || selection.First > last)
            throw new InputException(
                $"Training entry {entry.Name}: residues {selection.First}-{last} do not lie in chain {selection.Id} of {chain.Entity.Sequence.Length}.");
        return new SelectedChain(chain, selection.First, last);
    }

    private ComplexDescription Describe(TrainingEntry entry, ImmutableArray<SelectedChain> chains)
    {
        // Chains are told apart by entity and stretch: equal ones are copies of one molecule.
        var entities = chains.GroupBy(chain => (chain.Chain.Entity.Id, chain.First, chain.Last)).Select(copies => new ComplexEntity
        {
            Kind = copies.First().Chain.Entity.Kind!.Value,
            Sequence = Letters(copies.First()),
            Codes = copies.First().Codes,
            ChainIds = [.. copies.Select(copy => copy.Chain.Id)],
        });
        return new ComplexDescription { Name = entry.Name, Entities = [.. entities] };
    }

    private static List<EntityAlignments>? ReadAlignments(TrainingEntry entry, string folder, ComplexDescription description)
    {
        if (entry.Alignments.Count == 0) return null;
        if (entry.Alignments.Count != description.Entities.Length)
            throw new InputException(
                $"Training entry {entry.Name}: {entry.Alignments.Count} alignments for {description.Entities.Length} distinct sequences; give one for each.");
        return [.. entry.Alignments.Select(path => EntityAlignments.FromA3m(File.ReadAllText(Path.Combine(folder, path)), null))];
    }

    private string Letters(SelectedChain chain) => string.Concat(chain.Codes.Select(code =>
        components.Find(code)?.OneLetterCode is { Length: 1 } letter ? letter : "X"));
}
