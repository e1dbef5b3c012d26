using Foldline.Sequences;

namespace Foldline.Features.Tests;

/// <summary>Targets of protein chains.</summary>
internal static class Targets
{
    /// <summary>One entity per sequence, one chain each: A, B, …</summary>
    public static Target Of(string name, params string[] sequences) => Of(name, [.. sequences.Select(sequence => (sequence, 1))]);

    /// <summary>Entities with their numbers of copies; chains are named A … Z, AA, AB …</summary>
    public static Target Of(string name, params (string Sequence, int Copies)[] entities)
    {
        int next = 0;
        return new Target
        {
            Name = name,
            Entities = [.. entities.Select(entity => new Entity
            {
                Kind = EntityKind.Protein, Sequence = entity.Sequence, ChainIds = [.. Enumerable.Range(0, entity.Copies).Select(_ => Letters(next++))],
            })],
        };
    }

    private static string Letters(int index) => index < 26 ? ((char)('A' + index)).ToString() : Letters(index / 26 - 1) + (char)('A' + index % 26);
}
