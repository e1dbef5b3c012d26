using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Foldline.Sequences;

namespace Foldline.Structures.Components;

/// <summary>
/// A residue, ligand or ion as the chemical component dictionary of the wwPDB defines it, without its hydrogens: the network models heavy atoms only.
/// </summary>
public sealed record ChemicalComponent
{
    private readonly Lazy<FrozenDictionary<string, int>> _indexOf;
    private readonly Lazy<ImmutableDictionary<int, ImmutableArray<ImmutableArray<int>>>> _leavingGroups;

    /// <summary>An empty component to be filled by its initialiser.</summary>
    public ChemicalComponent() => (_indexOf, _leavingGroups) = (new(IndexAtoms), new(() => Components.LeavingGroups.Find(this)));

    [SetsRequiredMembers]
    private ChemicalComponent(ChemicalComponent original)
    {
        (Code, Name, Type, OneLetterCode, Atoms, Bonds) = (original.Code, original.Name, original.Type, original.OneLetterCode, original.Atoms, original.Bonds);
        (_indexOf, _leavingGroups) = (new(IndexAtoms), new(() => Components.LeavingGroups.Find(this)));
    }

    /// <summary>The code (<c>ALA</c>, <c>ATP</c>, <c>NA</c>), upper case.</summary>
    public required string Code { get; init; }

    /// <summary>The full name, for reports.</summary>
    public string Name { get; init; } = "";

    /// <summary>The linking type, upper case (<c>L-PEPTIDE LINKING</c>, <c>NON-POLYMER</c> …).</summary>
    public required string Type { get; init; }

    /// <summary>The one-letter code of the residue or of its parent; <c>null</c> where the dictionary has none.</summary>
    public string? OneLetterCode { get; init; }

    /// <summary>The heavy atoms in dictionary order.</summary>
    public required ImmutableArray<ComponentAtom> Atoms { get; init; }

    /// <summary>The bonds between them.</summary>
    public ImmutableArray<ComponentBond> Bonds { get; init; } = [];

    /// <summary>What the component is as a link of a chain; <see cref="EntityKind.Ligand"/> for all that forms no polymer.</summary>
    public EntityKind Kind =>
        Type.Contains("PEPTIDE", StringComparison.Ordinal) && Type != "PEPTIDE-LIKE" ? EntityKind.Protein :
        Type.Contains("DNA", StringComparison.Ordinal) ? EntityKind.Dna :
        Type.Contains("RNA", StringComparison.Ordinal) ? EntityKind.Rna :
        EntityKind.Ligand;

    /// <summary>
    /// The groups of leaving atoms by the staying atom they hang on (both as atom indices): C → [OXT], P → [OP3]. Empty where a leaving group hangs on two
    /// staying atoms, since it is then unclear which bond sends it away.
    /// </summary>
    public ImmutableDictionary<int, ImmutableArray<ImmutableArray<int>>> LeavingGroups => _leavingGroups.Value;

    /// <summary>The index of an atom, or -1.</summary>
    public int IndexOf(string atom) => _indexOf.Value.TryGetValue(atom, out int index) ? index : -1;

    /// <summary>Components are compared by what they hold, atom by atom.</summary>
    public bool Equals(ChemicalComponent? other) =>
        other is not null && Code == other.Code && Name == other.Name && Type == other.Type && OneLetterCode == other.OneLetterCode
        && Atoms.SequenceEqual(other.Atoms) && Bonds.SequenceEqual(other.Bonds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Type, Atoms.Length, Bonds.Length);

    private FrozenDictionary<string, int> IndexAtoms() =>
        Atoms.Select((atom, index) => KeyValuePair.Create(atom.Name, index)).ToFrozenDictionary(StringComparer.Ordinal);
}
