using Foldline.Sequences;
using Foldline.Structures.Predictions;

namespace Foldline.Ranking.Confidences;

/// <summary>All that the scores of one sample are computed from.</summary>
public sealed record ConfidenceInputs
{
    /// <summary>pLDDT logits. [atom, bin]</summary>
    public required ILogitRows Plddt { get; init; }

    /// <summary>Aligned error logits. [token, token, bin]</summary>
    public required ILogitRows Pae { get; init; }

    /// <summary>Distance error logits. [token, token, bin]</summary>
    public required ILogitRows Pde { get; init; }

    /// <summary>Contact probabilities. [token, token]</summary>
    public required float[] ContactProbability { get; init; }

    /// <summary>Å. [atom, 3]</summary>
    public required float[] Coordinates { get; init; }

    /// <summary>The chain of each token, counted from 0 without gaps. [token]</summary>
    public required int[] ChainOfToken { get; init; }

    /// <summary>Whether a local frame can be built on the token. [token]</summary>
    public required bool[] TokenHasFrame { get; init; }

    /// <summary>The token of each atom. [atom]</summary>
    public required int[] TokenOfAtom { get; init; }

    /// <summary>Whether the atom is part of a protein or nucleic acid chain. [atom]</summary>
    public required bool[] AtomIsPolymer { get; init; }

    /// <summary>Grids and limits.</summary>
    public ConfidenceOptions Options { get; init; } = new();

    /// <summary>The number of recycling iterations the trunk ran.</summary>
    public required int Recycles { get; init; }

    /// <summary>What scoring needs of a prediction.</summary>
    /// <param name="prediction">One sample.</param>
    /// <param name="recycles">The number of recycling iterations of its run.</param>
    public static ConfidenceInputs From(Prediction prediction, int recycles)
    {
        var layout = prediction.Layout;
        return new ConfidenceInputs
        {
            Plddt = prediction.Plddt,
            Pae = prediction.Pae,
            Pde = prediction.Pde,
            ContactProbability = prediction.ContactProbability,
            Coordinates = prediction.Coordinates,
            ChainOfToken = [.. layout.ChainOfToken],
            TokenHasFrame = [.. layout.TokenHasFrame],
            TokenOfAtom = [.. layout.TokenOfAtom],
            AtomIsPolymer = [.. layout.TokenOfAtom.Select(token =>
                layout.Chains[layout.ChainOfToken[token]].Kind is not (EntityKind.Ligand or EntityKind.Ion))],
            Recycles = recycles,
        };
    }
}
