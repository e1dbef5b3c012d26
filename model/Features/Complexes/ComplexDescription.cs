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

    /// <summary>A target told by its components.</summary>
    /// <exception cref="InputException">A letter stands for no residue.</exception>
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
        Bonds = target.Bonds.IsDefaultOrEmpty ? [] : [.. target.Bonds.Select(bond => new CovalentBond(End(bond.First), End(bond.Second)))],
    };

    private static BondEnd End(BondedAtom atom) => new(atom.Entity, atom.Copy, atom.Position, atom.Atom);

    private static ImmutableArray<string> CodesOf(string target, int index, Entity entity)
    {
        if (entity.Kind is EntityKind.Ligand or EntityKind.Ion)
            return entity.Components is { IsDefaultOrEmpty: false } components ? components : throw new InputException($"Target {target}: entity {index + 1} names no component.");
        if (entity.Sequence.Length == 0) throw new InputException($"Target {target}: the sequence of entity {index + 1} is empty.");
        var codes = new string[entity.Sequence.Length];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = ResidueTypes.CodeOf(entity.Kind, entity.Sequence[i]) ?? throw new InputException(
                $"Target {target}: '{entity.Sequence[i]}' at position {i + 1} of entity {index + 1} is no residue of this kind of chain "
                + $"({entity.Kind}); write X if it is unknown.");
        foreach (var change in entity.Modifications.IsDefault ? [] : entity.Modifications) codes[change.Position - 1] = change.Code;
        return [.. codes];
    }
}
