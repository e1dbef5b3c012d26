namespace Foldline.Structures.Predictions;

/// <summary>One structure as the network leaves it: coordinates and the logits of its confidence heads, before any score is computed.</summary>
public sealed record Prediction
{
    /// <summary>The seed all of its random draws came from.</summary>
    public required long Seed { get; init; }

    /// <summary>The 0-based index of the sample within the seed.</summary>
    public required int Sample { get; init; }

    /// <summary>The atoms and their grouping.</summary>
    public required AtomLayout Layout { get; init; }

    /// <summary>Coordinates in Å. [atom, 3] row-major</summary>
    public required float[] Coordinates { get; init; }

    /// <summary>pLDDT logits, 50 bins over 0–1. [atom, bin]</summary>
    public required ILogitRows Plddt { get; init; }

    /// <summary>Predicted aligned error logits, 64 bins over 0–32 Å. [token, token, bin]</summary>
    public required ILogitRows Pae { get; init; }

    /// <summary>Predicted distance error logits, 64 bins over 0–32 Å. [token, token, bin]</summary>
    public required ILogitRows Pde { get; init; }

    /// <summary>Logits of "experimentally resolved", 2 bins. [atom, bin]</summary>
    public required ILogitRows Resolved { get; init; }

    /// <summary>The probability that two tokens lie within 8 Å, from the distogram. [token, token] row-major</summary>
    public required float[] ContactProbability { get; init; }
}
