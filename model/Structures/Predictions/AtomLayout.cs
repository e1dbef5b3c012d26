using System.Collections.Immutable;

namespace Foldline.Structures.Predictions;

/// <summary>
/// What is known of a complex before it is folded: which atoms it has, how they group into residues, tokens and chains. Atoms and tokens keep the order of the
/// network's features.
/// </summary>
public sealed record AtomLayout
{
    /// <summary>The chains in order of their asym ids.</summary>
    public required ImmutableArray<ChainInfo> Chains { get; init; }

    /// <summary>Atom names as in the chemical component dictionary. [atom]</summary>
    public required ImmutableArray<string> AtomName { get; init; }

    /// <summary>Element symbols, upper case. [atom]</summary>
    public required ImmutableArray<string> Element { get; init; }

    /// <summary>Component codes (ALA, HEM …). [atom]</summary>
    public required ImmutableArray<string> ResidueName { get; init; }

    /// <summary>1-based residue numbers within the chain. [atom]</summary>
    public required ImmutableArray<int> ResidueNumber { get; init; }

    /// <summary>The token of each atom. [atom]</summary>
    public required ImmutableArray<int> TokenOfAtom { get; init; }

    /// <summary>The index into <see cref="Chains"/> of each token (its asym id, without gaps). [token]</summary>
    public required ImmutableArray<int> ChainOfToken { get; init; }

    /// <summary>Whether a local frame can be built on the token; PAE rows and pTM maxima use only such tokens. [token]</summary>
    public required ImmutableArray<bool> TokenHasFrame { get; init; }

    /// <summary>The centre atom of each token (CA, C1' or the atom itself). [token]</summary>
    public required ImmutableArray<int> CentreAtom { get; init; }

    /// <summary>The number of atoms.</summary>
    public int Atoms => AtomName.Length;

    /// <summary>The number of tokens.</summary>
    public int Tokens => ChainOfToken.Length;
}
