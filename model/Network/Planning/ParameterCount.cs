using Foldline.Network.Configuration;

namespace Foldline.Network.Planning;

/// <summary>The number of parameters, from the configuration alone: the large matrices, which are all but a percent of it.</summary>
internal static class ParameterCount
{
    private const long PairHeadChannels = 32, AtomFeatures = 389;

    /// <summary>Parameters of the network.</summary>
    public static long Of(NetworkConfiguration network)
    {
        long cZ = network.CZ, cS = network.CS, cM = network.Msa.CM, inputs = network.CSInputs, token = network.Diffusion.CToken;
        long block = PairBlock(cZ, network.Pairformer.ScaleHidden, 4) + Single(cS, cZ, network.Pairformer.Heads);
        long msa = PairBlock(cZ, network.Msa.ScaleHidden, 4) + (cM * 64) + (1024 * cZ) + (cM * 192) + (8 * cZ) + (12 * cM * cM);
        long template = network.Template.Blocks * PairBlock(network.Template.C, network.Template.ScaleHidden, network.Template.Factor);
        long confidence = network.Confidence.Blocks * (PairBlock(cZ, network.Confidence.ScaleHidden, 4) + Single(cS, cZ, network.Confidence.Heads))
            + (24 * cS * (network.Confidence.PlddtBins + 2)) + (cZ * 168) + (2 * inputs * cZ);
        long tokenBlock = (5 * token * token) + (6 * token * token) + (6 * cS * token) + (cZ * network.Diffusion.Transformer.Heads);
        long diffusion = (network.Diffusion.Transformer.Blocks * tokenBlock) + (2 * 6 * cS * cS) + (2 * 6 * cZ * cZ) + ((cS + inputs) * cS) + (cZ * ((2 * cZ) + 139))
            + ((network.Diffusion.AtomEncoder.Blocks + network.Diffusion.AtomDecoder.Blocks) * AtomBlock(network.Diffusion.CAtom)) + (2 * token * network.Diffusion.CAtom);
        long embedder = (network.InputEmbedder.AtomEncoder.Blocks * AtomBlock(network.InputEmbedder.CAtom)) + (AtomFeatures * network.InputEmbedder.CAtom) + (network.InputEmbedder.CAtom * network.InputEmbedder.CToken);
        long trunk = (inputs * (cS + (2 * cZ) + cM)) + (cZ * (cZ + 139)) + (cS * cS);
        return embedder + trunk + template + (network.Msa.Blocks * msa) + (network.Pairformer.Blocks * block) + confidence + diffusion
            + ((network.InputEmbedder.LanguageModel is null ? 0 : 2560) * inputs);
    }

    /// <summary>Of these, the ones that stay in single precision when the network is cast down.</summary>
    public static long InSinglePrecision(NetworkConfiguration network)
    {
        long cZ = network.CZ, cS = network.CS, inputs = network.CSInputs;
        long confidence = network.Confidence.ScaleHidden ? 0
            : network.Confidence.Blocks * (PairBlock(cZ, network.Confidence.ScaleHidden, 4) + Single(cS, cZ, network.Confidence.Heads));
        long conditioning = (2 * 6 * cS * cS) + (2 * 6 * cZ * cZ) + ((cS + inputs) * cS) + (cZ * ((2 * cZ) + 139));
        long embedder = network.InputEmbedder.AtomEncoder.Blocks * AtomBlock(network.InputEmbedder.CAtom);
        return confidence + conditioning + embedder + (24 * cS * (network.Confidence.PlddtBins + 2)) + (inputs * (cS + (2 * cZ)));
    }

    /// <summary>Of these, the ones that the tile units have a second copy of in bf16.</summary>
    public static long OnTileUnits(NetworkConfiguration network)
    {
        long cZ = network.CZ, cS = network.CS, cM = network.Msa.CM, token = network.Diffusion.CToken;
        long trunk = (network.Pairformer.Blocks * (PairBlock(cZ, network.Pairformer.ScaleHidden, 4) + (12 * cS * cS)))
            + (network.Msa.Blocks * (PairBlock(cZ, network.Msa.ScaleHidden, 4) + (12 * cM * cM)));
        long diffusion = (network.Diffusion.Transformer.Blocks * ((11 * token * token) + (6 * cS * token)))
            + ((network.Diffusion.AtomEncoder.Blocks + network.Diffusion.AtomDecoder.Blocks) * AtomBlock(network.Diffusion.CAtom));
        return trunk + diffusion;
    }

    private static long PairBlock(long cZ, bool scaled, int factor)
    {
        long hidden = scaled ? cZ : 128, heads = hidden / PairHeadChannels;
        return (2 * ((5 * cZ * hidden) + (cZ * cZ))) + (2 * ((5 * cZ * hidden) + (cZ * heads))) + (3 * factor * cZ * cZ);
    }

    private static long Single(long cS, long cZ, int heads) => (17 * cS * cS) + (cZ * heads);

    private static long AtomBlock(long c) => (5 * c * c) + (6 * c * c) + (8 * c * c);
}
