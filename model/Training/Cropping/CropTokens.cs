using System.Collections.Immutable;

namespace Foldline.Training.Cropping;

/// <summary>The tokens of an assembly as cropping sees them. The tokens of a chain, and of a residue, stand together.</summary>
public sealed record CropTokens
{
    /// <summary>The chain (asym id) of each token. [token]</summary>
    public required ImmutableArray<int> Chain { get; init; }

    /// <summary>The residue of each token, unique over the assembly. [token]</summary>
    public required ImmutableArray<int> Residue { get; init; }

    /// <summary>The number of atoms of each token. [token]</summary>
    public required ImmutableArray<int> Atoms { get; init; }

    /// <summary>Whether the centre atom is resolved. [token]</summary>
    public required ImmutableArray<bool> Resolved { get; init; }

    /// <summary>The centre atoms in Å, anything where unresolved. [token, 3]</summary>
    public required ImmutableArray<float> Centre { get; init; }

    /// <summary>The number of tokens.</summary>
    public int Count => Chain.Length;

    /// <summary>Å between two centres, resolved or not: taken in doubles and rounded once, as the original does.</summary>
    internal float Distance(int first, int second)
    {
        double sum = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            double difference = (double)Centre[3 * first + axis] - Centre[3 * second + axis];
            sum += difference * difference;
        }
        return (float)Math.Sqrt(sum);
    }
}
