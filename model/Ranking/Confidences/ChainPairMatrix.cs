namespace Foldline.Ranking.Confidences;

/// <summary>One number per ordered pair of chains.</summary>
/// <param name="chains">The number of chains.</param>
/// <param name="values">[chain, chain] row-major; taken over, not copied.</param>
public sealed class ChainPairMatrix(int chains, float[] values)
{
    /// <summary>A matrix of zeros.</summary>
    public ChainPairMatrix(int chains) : this(chains, new float[chains * chains]) { }

    /// <summary>The number of chains.</summary>
    public int Chains => chains;

    /// <summary>[chain, chain] row-major.</summary>
    public IReadOnlyList<float> Values => values;

    /// <summary>The number of the pair (first, second).</summary>
    public float this[int first, int second]
    {
        get => values[first * chains + second];
        internal set => values[first * chains + second] = value;
    }

    /// <summary>The row of a chain.</summary>
    public float[] Row(int chain) => values.AsSpan(chain * chains, chains).ToArray();
}
