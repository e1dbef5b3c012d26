using System.Collections.Immutable;

namespace Foldline.Sequences;

/// <summary>Makes entities of chains that come one by one: identical ones become copies, each chain keeps the letter of its place.</summary>
internal static class ComplexBuilder
{
    /// <summary>The entities of chains given as sequences; letters A, B, C follow the order of the chains.</summary>
    /// <exception cref="InputException">A chain is empty, too short or holds a letter that is no amino acid.</exception>
    public static ImmutableArray<Entity> FromChains(IReadOnlyList<string> sequences)
    {
        for (var chain = 0; chain < sequences.Count; chain++)
            if (ProteinAlphabet.Fault(sequences[chain]) is { } fault) throw new InputException(sequences.Count == 1 ? fault : $"chain {chain + 1}: {fault}");
        return Merge(sequences.Select((sequence, index) => new Entity { Kind = EntityKind.Protein, Sequence = sequence, ChainIds = [ChainIds.At(index)] }));
    }

    /// <summary>Joins entities of equal sequence and equal alignments into one with all their chains, at the place of the first.</summary>
    public static ImmutableArray<Entity> Merge(IEnumerable<Entity> entities) =>
        [.. entities.GroupBy(entity => (entity.Kind, entity.Sequence, string.Join(' ', entity.Components), string.Join(' ', entity.Modifications), entity.Alignments)).Select(group => group.First() with { ChainIds = [.. group.SelectMany(entity => entity.ChainIds)] })];
}
