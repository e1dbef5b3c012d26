namespace Foldline.Ranking.Confidences;

/// <summary>gPDE: the expected distance error averaged with the contact probabilities as weights, over the whole complex and between chains.</summary>
internal sealed class ContactWeightedError
{
    private readonly double[] _weighted;
    private readonly double[] _weights;
    private readonly int _chains;

    public ContactWeightedError(float[] pde, float[] contacts, ChainGrouping chains)
    {
        _chains = chains.Chains;
        (_weighted, _weights) = (new double[_chains * _chains], new double[_chains * _chains]);
        int tokens = chains.ChainOfToken.Length;
        for (int row = 0; row < tokens; row++)
            for (int column = 0; column < tokens; column++)
            {
                int pair = chains.ChainOfToken[row] * _chains + chains.ChainOfToken[column], at = row * tokens + column;
                _weighted[pair] += (double)pde[at] * contacts[at];
                _weights[pair] += contacts[at];
            }
    }

    /// <summary>Over all token pairs, Å.</summary>
    public float Whole() => (float)(_weighted.Sum() / _weights.Sum());

    /// <summary>Over rows of the first chain and columns of the second, Å.</summary>
    public float Between(int first, int second, float epsilon) => (float)(_weighted[first * _chains + second] / (_weights[first * _chains + second] + epsilon));
}
