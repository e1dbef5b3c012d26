using Foldline.Network.Configuration;

namespace Foldline.Network.Planning;

/// <summary>
/// Counts the floating-point operations of matrix products and attention, two per multiply-add, from the sizes alone. Norms, gates and softmaxes are left out: they are
/// bound by memory and are what keeps a measured fraction of the matmul rate below one.
/// </summary>
public sealed class NetworkWork(NetworkConfiguration network)
{
    private const double Giga = 1e9;
    private const int WindowQueries = 32, WindowKeys = 128, AttentionProjections = 5, TransitionProducts = 3, PairHeadChannels = 32;

    /// <summary>One Pairformer block of the trunk, the single representation included, in GFLOP.</summary>
    public double PairformerBlock(long tokens) =>
        PairBlock(tokens, network.CZ, network.Pairformer.ScaleHidden, 4) + SingleUpdate(tokens, network.CS, network.CZ, network.Pairformer.Heads);

    /// <summary>One block of the MSA module, in GFLOP; the last has no update of the alignment.</summary>
    public double MsaBlock(long tokens, long rows, bool last = false)
    {
        const int hidden = 32, heads = 8, headChannels = 8;
        double n = tokens, r = rows, cM = network.Msa.CM;
        double outer = (2 * r * n * cM * 2 * hidden) + (2 * r * n * n * hidden * hidden) + (2 * n * n * hidden * hidden * network.CZ);
        double averaging = (2 * r * n * cM * 3 * heads * headChannels) + (2 * r * n * n * heads * headChannels) + (2 * n * n * network.CZ * heads);
        double transition = 2 * r * n * TransitionProducts * 4 * cM * cM;
        return ((outer + (last ? 0 : averaging + transition)) / Giga) + PairBlock(tokens, network.CZ, network.Msa.ScaleHidden, 4);
    }

    /// <summary>One recycle of the trunk: templates, alignment, Pairformer, in GFLOP.</summary>
    public double Cycle(Workload load)
    {
        long rows = network.UsesMsa ? Math.Min(load.MsaRows, network.Msa.SampleCutoff) : 1;
        double n = load.Tokens, recycle = 2 * n * n * network.CZ * network.CZ;
        double msa = 0;
        for (int block = 1; block <= network.Msa.Blocks; block++) msa += MsaBlock(load.Tokens, rows, last: block == network.Msa.Blocks);
        double template = network.Template.Blocks == 0 ? 0
            : load.Templates * network.Template.Blocks * PairBlock(load.Tokens, network.Template.C, network.Template.ScaleHidden, network.Template.Factor);
        return (recycle / Giga) + template + msa + (network.Pairformer.Blocks * PairformerBlock(load.Tokens));
    }

    /// <summary>One call of the diffusion module for <paramref name="samples"/> samples that share their noise level, in GFLOP.</summary>
    public double DiffusionStep(long tokens, long atoms, int samples)
    {
        var diffusion = network.Diffusion;
        double rows = (double)tokens * samples, cA = diffusion.CToken, cS = network.CS;
        double perBlock = (2 * rows * ((AttentionProjections * cA * cA) + (TransitionProducts * 2 * cA * cA)))   // token attention, transition of factor 2
            + (2 * tokens * 6 * cS * cA)                                       // conditions: two adaptive norms of two, two gates
            + (4.0 * rows * tokens * cA);                                      // logits and values
        double conditioning = 2.0 * tokens * 2 * TransitionProducts * 2 * cS * cS;
        double ends = 2.0 * rows * cS * cA;
        int blocks = diffusion.AtomEncoder.Blocks + diffusion.AtomDecoder.Blocks;
        return (((diffusion.Transformer.Blocks * perBlock) + conditioning + ends) / Giga) + (blocks * AtomBlock(atoms, samples, diffusion.CAtom));
    }

    /// <summary>What the sampler needs once: the conditioned pairs and the biases of all blocks, in GFLOP.</summary>
    public double DiffusionConditioning(long tokens)
    {
        double pairs = (double)tokens * tokens, cZ = network.CZ;
        double conditioned = 2 * pairs * ((2 * cZ * cZ) + (139 * cZ) + (2 * TransitionProducts * 2 * cZ * cZ));
        return (conditioned + (2 * pairs * cZ * network.Diffusion.Transformer.Heads * network.Diffusion.Transformer.Blocks)) / Giga;
    }

    /// <summary>The confidence head on one sample, in GFLOP.</summary>
    public double Confidence(long tokens)
    {
        double pairs = (double)tokens * tokens, bins = network.Confidence.PaeBins + network.Confidence.PdeBins + 40;
        return (network.Confidence.Blocks * (PairBlock(tokens, network.CZ, network.Confidence.ScaleHidden, 4)
            + SingleUpdate(tokens, network.CS, network.CZ, network.Confidence.Heads))) + (2 * pairs * network.CZ * bins / Giga);
    }

    /// <summary>The whole prediction, in GFLOP.</summary>
    public double Prediction(Workload load)
    {
        int cycles = load.Cycles ?? network.Cycles, steps = load.Steps ?? network.Sampling.Steps, samples = load.Samples ?? network.Sampling.Samples;
        double embedder = network.InputEmbedder.AtomEncoder.Blocks * AtomBlock(load.Atoms, 1, network.InputEmbedder.CAtom);
        double perSeed = embedder + (cycles * Cycle(load)) + DiffusionConditioning(load.Tokens)
            + (steps * DiffusionStep(load.Tokens, load.Atoms, samples)) + (samples * Confidence(load.Tokens));
        return load.Seeds * perSeed;
    }

    private static double PairBlock(long tokens, double cZ, bool scaled, int factor)
    {
        double n = tokens, hidden = scaled ? cZ : 128, attention = scaled ? cZ : 128, heads = attention / PairHeadChannels;
        double multiplication = (2 * n * n * ((5 * cZ * hidden) + (cZ * cZ))) + (2 * n * n * n * hidden);
        double attending = (2 * n * n * ((AttentionProjections * cZ * attention) + (cZ * heads))) + (4 * n * n * n * attention);
        double transition = 2 * n * n * TransitionProducts * factor * cZ * cZ;
        return ((2 * multiplication) + (2 * attending) + transition) / Giga;
    }

    private static double SingleUpdate(long tokens, double cS, double cZ, int heads)
    {
        double n = tokens;
        return ((2 * n * ((AttentionProjections * cS * cS) + (TransitionProducts * 4 * cS * cS))) + (4 * n * n * cS) + (2 * n * n * cZ * heads)) / Giga;
    }

    private static double AtomBlock(long atoms, int samples, double c)
    {
        double rows = (double)atoms * samples, windows = Math.Ceiling((double)atoms / WindowQueries);
        double projections = 2 * rows * ((AttentionProjections * c * c) + (TransitionProducts * 2 * c * c) + (8 * c * c));   // eight: three adaptive norms, two gates
        return (projections + (4.0 * windows * samples * WindowQueries * WindowKeys * c)) / Giga;
    }
}
