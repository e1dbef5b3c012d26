using System.Numerics.Tensors;

namespace Foldline.Ranking.Confidences;

/// <summary>
/// One pass over the aligned error logits: the expected error of each token pair, and for each token the TM means that pTM and ipTM take their maxima of. The
/// N×N×64 probabilities are never kept; a row at a time per thread.
/// </summary>
internal sealed class AlignedErrorPass
{
    private const float Epsilon = 1e-8f;
    private readonly ChainGrouping _chains;
    private readonly bool[] _hasFrame;
    private readonly double[] _all;
    private readonly double[] _others;
    private readonly double[] _pair;

    public AlignedErrorPass(ConfidenceInputs inputs, ChainGrouping chains, CancellationToken cancellation)
    {
        (_chains, _hasFrame) = (chains, inputs.TokenHasFrame);
        int tokens = chains.ChainOfToken.Length;
        var centres = inputs.Options.Pae.Centres();
        LogitExpectation.Check(inputs.Pae, centres);
        Pae = new float[checked(tokens * tokens)];
        (_all, _others, _pair) = (new double[tokens], new double[tokens], new double[tokens * chains.Chains]);
        var whole = TmKernel.Weights(centres, TmKernel.Scale(tokens));
        var pairs = PairWeights(centres);
        LogitExpectation.Rows(inputs.Pae, cancellation, (row, buffer) => Visit(row, buffer, centres, whole, pairs));
    }

    /// <summary>Å. [token, token]</summary>
    public float[] Pae { get; }

    /// <summary>pTM: the best token's mean weight over all tokens (AF3 supplement, equation 17).</summary>
    public float Ptm() => Best(row => _all[row] / _all.Length, _ => true);

    /// <summary>ipTM: the best token's mean weight over the tokens of other chains (AF3 supplement, equation 18); 0 for a single chain.</summary>
    public float Iptm() => Best(row => _others[row] / (Epsilon + _all.Length - _chains.Tokens[_chains.ChainOfToken[row]]), _ => true);

    /// <summary>pTM of one chain by itself, with the scale of its own length.</summary>
    public float ChainPtm(int chain) => Best(row => Pair(row, chain) / _chains.Tokens[chain], row => _chains.ChainOfToken[row] == chain);

    /// <summary>ipTM of two chains by themselves, aligned on tokens of the first only.</summary>
    public float DirectedIptm(int first, int second) =>
        Best(row => Pair(row, second) / (Epsilon + _chains.Tokens[second]), row => _chains.ChainOfToken[row] == first);

    private double Pair(int row, int chain) => _pair[row * _chains.Chains + chain];

    private float Best(Func<int, double> score, Func<int, bool> among)
    {
        double best = double.NegativeInfinity;
        for (int row = 0; row < _hasFrame.Length; row++)
            if (_hasFrame[row] && among(row)) best = Math.Max(best, score(row));
        return double.IsNegativeInfinity(best) ? 0 : (float)best;
    }

    private void Visit(int row, float[] buffer, float[] centres, float[] whole, float[][] pairs)
    {
        int tokens = _chains.ChainOfToken.Length, bins = centres.Length, own = _chains.ChainOfToken[row];
        for (int column = 0; column < tokens; column++)
        {
            var probabilities = buffer.AsSpan(column * bins, bins);
            float total = TensorPrimitives.Sum<float>(probabilities);
            Pae[row * tokens + column] = TensorPrimitives.Dot<float>(probabilities, centres) / total;
            if (!_hasFrame[row]) continue;
            int other = _chains.ChainOfToken[column];
            float weight = TensorPrimitives.Dot<float>(probabilities, whole) / total;
            _all[row] += weight;
            if (other != own) _others[row] += weight;
            _pair[row * _chains.Chains + other] += TensorPrimitives.Dot<float>(probabilities, pairs[own * _chains.Chains + other]) / total;
        }
    }

    private float[][] PairWeights(float[] centres)
    {
        var weights = new float[_chains.Chains * _chains.Chains][];
        for (int first = 0; first < _chains.Chains; first++)
            for (int second = 0; second < _chains.Chains; second++)
            {
                int tokens = first == second ? _chains.Tokens[first] : _chains.Tokens[first] + _chains.Tokens[second];
                weights[first * _chains.Chains + second] = TmKernel.Weights(centres, TmKernel.Scale(tokens));
            }
        return weights;
    }
}
