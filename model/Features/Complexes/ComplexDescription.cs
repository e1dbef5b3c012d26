using System.Collections.Immutable;
using Foldline.Features.Vocabulary;
using Foldline.Sequences;

namespace Foldline.Features.Complexes;

/// <summary>What a complex is made of, before its atoms are laid out.</summary>
public sealed record ComplexDescription
{
    /// <summary>The target's name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The distinct molecules in the user's order.</summary>
    public required ImmutableArray<ComplexEntity> Entities { get; init; }

    /// <summary>Covalent bonds beyond the chains' own links.</summary>
    public ImmutableArray<CovalentBond> Bonds { get; init; } = [];

    /// <summary>The components of a target's polymers.</summary>
    /// <exception cref="InputException">A letter stands for no residue, or the target has a ligand or ion.</exception>
    public static ComplexDescription Of(Target target) => new()
    {
        Name = target.Name,
        Entities = [.. target.Entities.Select((entity, index) => new ComplexEntity
        {
            Kind = entity.Kind,
            Sequence = entity.Sequence,
            Codes = CodesOf(target.Name, index, entity),
            ChainIds = entity.ChainIds,
        })],
    };

    private static ImmutableArray<string> CodesOf(string target, int index, Entity entity)
    {
        if (entity.Kind is EntityKind.Ligand or EntityKind.Ion)
            throw new InputException(
                $"Target {target}: entity {index + 1} is {(entity.Kind == EntityKind.Ion ? "an ion" : "a ligand")}, which is not supported yet; leave it out.");
        if (entity.Sequence.Length == 0) throw new InputException($"Target {target}: the sequence of entity {index + 1} is empty.");
        var codes = ImmutableArray.CreateBuilder<string>(entity.Sequence.Length);
        for (int i = 0; i < entity.Sequence.Length; i++)
            codes.Add(ResidueTypes.CodeOf(entity.Kind, entity.Sequence[i]) ?? throw new InputException(
                $"Target {target}: '{entity.Sequence[i]}' at position {i + 1} of entity {index + 1} is no residue of this kind of chain "
                + $"({entity.Kind}); write X if it is unknown."));
        return codes.MoveToImmutable();
    }
}
