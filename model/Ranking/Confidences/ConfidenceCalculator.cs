using Foldline.Ranking.Interfaces;
using Foldline.Structures.Predictions;

namespace Foldline.Ranking.Confidences;

/// <summary>Logits of the confidence heads → expected errors and scores, numerically equal to Protenix (AF3 supplement, 5.9).</summary>
public static class ConfidenceCalculator
{
    private const float Epsilon = 1e-8f;

    /// <summary>The confidence of a prediction, interface scores included.</summary>
    /// <param name="prediction">One sample.</param>
    /// <param name="recycles">The number of recycling iterations of its run.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static Confidence Compute(Prediction prediction, int recycles, CancellationToken cancellation = default)
    {
        var confidence = Compute(ConfidenceInputs.From(prediction, recycles), cancellation);
        var interfaces = InterfaceScorer.Score(prediction.Layout, prediction.Coordinates, confidence);
        return confidence with { Scores = confidence.Scores with { Interfaces = interfaces } };
    }

    /// <summary>The confidence of plain arrays; without interface scores, which need atom names.</summary>
    public static Confidence Compute(ConfidenceInputs inputs, CancellationToken cancellation = default)
    {
        var chains = new ChainGrouping(inputs);
        var plddt = LogitExpectation.Of(inputs.Plddt, inputs.Options.Plddt.Centres(), cancellation);
        var pde = LogitExpectation.Of(inputs.Pde, inputs.Options.Pde.Centres(), cancellation);
        var aligned = new AlignedErrorPass(inputs, chains, cancellation);
        var directed = Pairs(chains, aligned.DirectedIptm);
        var pairIptm = Pairs(chains, (first, second) => Math.Max(directed[first, second], directed[second, first]));
        var chainIptm = ChainIptm(chains, pairIptm);
        var gpde = new ContactWeightedError(pde, inputs.ContactProbability, chains);
        var scores = new ConfidenceScores
        {
            Plddt = (float)Mean(plddt, Enumerable.Range(0, plddt.Length)) * 100,
            Gpde = gpde.Whole(),
            Ptm = aligned.Ptm(),
            Iptm = chains.Chains > 1 ? aligned.Iptm() : 0,
            ChainPlddt = Each(chains, chain => Mean(plddt, chains.Atoms[chain])),
            ChainPairPlddt = Pairs(chains, (first, second) => Mean(plddt, chains.Atoms[first].Concat(chains.Atoms[second]))),
            ChainGpde = Each(chains, chain => gpde.Between(chain, chain, Epsilon)),
            ChainPairGpde = Pairs(chains, (first, second) => gpde.Between(Math.Min(first, second), Math.Max(first, second), Epsilon)),
            ChainPtm = Each(chains, aligned.ChainPtm),
            ChainIptm = chainIptm,
            ChainPairIptm = pairIptm,
            ChainPairIptmDirected = directed,
            ChainPairIptmGlobal = Pairs(chains, (first, second) => chains.CountsAsLigand[first] ? chainIptm[first]
                : chains.CountsAsLigand[second] ? chainIptm[second] : (chainIptm[first] + chainIptm[second]) * 0.5f),
            ChainPairPaeMin = LeastErrors(chains, aligned.Pae),
            HasClash = ClashDetector.HasClash(inputs.Coordinates, chains, inputs.Options.ClashDistance),
            Recycles = inputs.Recycles,
            Interfaces = [],
        };
        return new Confidence(plddt, aligned.Pae, pde, scores);
    }

    private static float Mean(float[] values, IEnumerable<int> of)
    {
        double sum = 0;
        int count = 0;
        foreach (int index in of) (sum, count) = (sum + values[index], count + 1);
        return (float)(sum / count);
    }

    // Ordered pairs (i, j) that hold the chain count where the first chain has a frame.
    private static float[] ChainIptm(ChainGrouping chains, ChainPairMatrix pairs) => Each(chains, chain =>
    {
        double sum = 0;
        int count = 0;
        for (int other = 0; other < chains.Chains; other++)
        {
            if (other == chain) continue;
            int times = (chains.HasFrame[chain] ? 1 : 0) + (chains.HasFrame[other] ? 1 : 0);
            (sum, count) = (sum + times * pairs[chain, other], count + times);
        }
        return count == 0 ? 0 : (float)(sum / count);
    });

    private static ChainPairMatrix LeastErrors(ChainGrouping chains, float[] pae)
    {
        var least = new ChainPairMatrix(chains.Chains, [.. Enumerable.Repeat(float.PositiveInfinity, chains.Chains * chains.Chains)]);
        int tokens = chains.ChainOfToken.Length;
        for (int row = 0; row < tokens; row++)
            for (int column = 0; column < tokens; column++)
            {
                var (first, second) = (chains.ChainOfToken[row], chains.ChainOfToken[column]);
                least[first, second] = Math.Min(least[first, second], pae[row * tokens + column]);
            }
        return least;
    }

    private static float[] Each(ChainGrouping chains, Func<int, float> score) => [.. Enumerable.Range(0, chains.Chains).Select(score)];

    private static ChainPairMatrix Pairs(ChainGrouping chains, Func<int, int, float> score)
    {
        var matrix = new ChainPairMatrix(chains.Chains);
        for (int first = 0; first < chains.Chains; first++)
            for (int second = 0; second < chains.Chains; second++)
                if (first != second) matrix[first, second] = score(first, second);
        return matrix;
    }
}
