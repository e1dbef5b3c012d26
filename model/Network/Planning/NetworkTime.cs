using Foldline.Network.Configuration;
using Foldline.Network.Fast.Tiles;
using Foldline.Network.Profiling;

namespace Foldline.Network.Planning;

/// <summary>
/// Turns work into time: each part of the network reaches its own fraction of the matmul rate, and each block costs a little however small it is. The fractions
/// are measured (docs/performance.md); they move less between machines than the rate itself does.
/// </summary>
public static class NetworkTime
{
    private const double PairFraction = 0.40, DiffusionFraction = 0.53;
    private const double PairFractionBf16 = 0.25, DiffusionFractionBf16 = 0.60;   // norms and softmax cost what they cost; only the products are faster
    private const double PairFractionTiles = 0.47, DiffusionFractionTiles = 0.76; // the same with weights laid out once, where the rate is of an operator that lays them out each time
    private const double PairBlockOverhead = 2e-3, TokenBlockOverhead = 0.4e-3;   // seconds: a hundred small operators, of which a token block has forty

    /// <summary>The time of a whole prediction.</summary>
    public static TimeSpan Predict(NetworkConfiguration network, Workload load, MatmulRate rate)
    {
        var work = new NetworkWork(network);
        double best = rate.Best(load.Dtype);
        bool half = load.Dtype == TorchSharp.torch.ScalarType.BFloat16;
        (double pairFraction, double diffusionFraction) = !half ? (PairFraction, DiffusionFraction)
            : TileProducts.Supported ? (PairFractionTiles, DiffusionFractionTiles) : (PairFractionBf16, DiffusionFractionBf16);
        double pairRate = best * pairFraction, diffusionRate = best * diffusionFraction;
        int cycles = load.Cycles ?? network.Cycles, steps = load.Steps ?? network.Sampling.Steps, samples = load.Samples ?? network.Sampling.Samples;
        int pairBlocks = (cycles * (network.Pairformer.Blocks + network.Msa.Blocks + (network.Template.Blocks * load.Templates))) + (samples * network.Confidence.Blocks);
        int tokenBlocks = steps * (network.Diffusion.Transformer.Blocks + network.Diffusion.AtomEncoder.Blocks + network.Diffusion.AtomDecoder.Blocks);
        double pair = (cycles * work.Cycle(load)) + work.DiffusionConditioning(load.Tokens) + (samples * work.Confidence(load.Tokens));
        double diffusion = steps * work.DiffusionStep(load.Tokens, load.Atoms, samples);
        double seconds = (pair / pairRate) + (diffusion / diffusionRate) + (pairBlocks * PairBlockOverhead) + (tokenBlocks * TokenBlockOverhead);
        return TimeSpan.FromSeconds(load.Seeds * seconds);
    }
}
