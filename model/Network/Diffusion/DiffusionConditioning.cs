using Foldline.Network.Configuration;
using Foldline.Network.Embedding;
using Foldline.Network.Fast;
using Foldline.Network.Inputs;
using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Diffusion;

/// <summary>
/// AF3 supplement, Algorithm 21: what the trunk knows, made ready for the diffusion module, and the noise level. Only the last part depends on the step.
/// </summary>
public sealed class DiffusionConditioning : nn.Module, ISinglePrecision
{
    private const int Factor = 2;

    [ComponentName(Name = "relpe")] private readonly RelativePositionEncoding _positions;
    [ComponentName(Name = "layernorm_z")] private readonly LayerNorm _normPair;
    [ComponentName(Name = "linear_no_bias_z")] private readonly Linear _pair;
    [ComponentName(Name = "transition_z1")] private readonly Transition _pairTransition1;
    [ComponentName(Name = "transition_z2")] private readonly Transition _pairTransition2;
    [ComponentName(Name = "layernorm_s")] private readonly LayerNorm _normSingle;
    [ComponentName(Name = "linear_no_bias_s")] private readonly Linear _single;
    [ComponentName(Name = "fourier_embedding")] private readonly FourierEmbedding _fourier;
    [ComponentName(Name = "layernorm_n")] private readonly LayerNorm _normNoise;
    [ComponentName(Name = "linear_no_bias_n")] private readonly Linear _noise;
    [ComponentName(Name = "transition_s1")] private readonly Transition _singleTransition1;
    [ComponentName(Name = "transition_s2")] private readonly Transition _singleTransition2;
    private readonly double _sigmaData;

    /// <summary>A conditioning as configured.</summary>
    /// <param name="configuration">The diffusion module's widths.</param>
    /// <param name="cS">Channels of the trunk's single representation.</param>
    /// <param name="cZ">Channels of the trunk's pairs.</param>
    /// <param name="cSInputs">Channels of the input single representation.</param>
    /// <param name="device">Where the parameters live.</param>
    public DiffusionConditioning(DiffusionConfiguration configuration, long cS, long cZ, long cSInputs, Device? device = null)
        : base(nameof(DiffusionConditioning))
    {
        _sigmaData = configuration.SigmaData;
        _positions = new RelativePositionEncoding(cZ, device);
        _normPair = new LayerNorm(2 * cZ, offset: false, device: device);
        _pair = new Linear(2 * cZ, cZ, precise: true, device: device);
        _pairTransition1 = new Transition(cZ, Factor, device);
        _pairTransition2 = new Transition(cZ, Factor, device);
        _normSingle = new LayerNorm(cS + cSInputs, offset: false, device: device);
        _single = new Linear(cS + cSInputs, cS, precise: true, device: device);
        _fourier = new FourierEmbedding(configuration.CNoise, device);
        _normNoise = new LayerNorm(configuration.CNoise, offset: false, device: device);
        _noise = new Linear(configuration.CNoise, cS, precise: true, device: device);
        _singleTransition1 = new Transition(cS, Factor, device);
        _singleTransition2 = new Transition(cS, Factor, device);
        RegisterComponents();
    }

    /// <summary>Lines 1 to 5: the pairs. The same for every step and sample.</summary>
    public Tensor Pairs(RelativePositions positions, Tensor zTrunk)            // [i,j,cZ] -> [i,j,cZ]
    {
        using var scope = NewDisposeScope();
        var z = Chunked.Map(Rows, zTrunk.shape[0], dim: 0, Chunked.PairRows(zTrunk.shape[1], zTrunk.shape[2]));
        foreach (var transition in new[] { _pairTransition1, _pairTransition2 })
        {
            if (FastPaths.MayOverwrite) new FastTransition(transition).AddTo(z);
            else z = z + transition.call(z);
        }
        return z.MoveToOuterDisposeScope();

        Tensor Rows(long start, long count)
        {
            using var rowScope = NewDisposeScope();
            var rows = cat([zTrunk.narrow(0, start, count).to(_pair.Type), _positions.Encode(positions.Rows(start, count))], -1);
            return _pair.call(_normPair.call(rows)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Lines 6 and 7: the single representation before the noise level joins. The same for every step and sample.</summary>
    public Tensor SingleBase(Tensor sInputs, Tensor sTrunk)                    // [i,cSInputs], [i,cS] -> [i,cS]
    {
        using var scope = NewDisposeScope();
        return _single.call(_normSingle.call(cat([sTrunk, sInputs], -1))).MoveToOuterDisposeScope();
    }

    /// <summary>Lines 8 to 12: the single representation at a noise level.</summary>
    /// <param name="singleBase">From <see cref="SingleBase"/>. [i,cS]</param>
    /// <param name="level">The noise level of each sample, in Å. [S]</param>
    /// <returns>[S,i,cS]</returns>
    public Tensor Single(Tensor singleBase, Tensor level)
    {
        using var scope = NewDisposeScope();
        var embedded = _fourier.call((level / _sigmaData).log() / 4).to(singleBase.dtype);
        var s = singleBase.unsqueeze(-3) + _noise.call(_normNoise.call(embedded)).unsqueeze(-2);
        s = s + _singleTransition1.call(s);
        s = s + _singleTransition2.call(s);
        return s.MoveToOuterDisposeScope();
    }
}
