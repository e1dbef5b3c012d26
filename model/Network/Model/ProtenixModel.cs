using Foldline.Network.Configuration;
using Foldline.Network.Constraint;
using Foldline.Network.Diffusion;
using Foldline.Network.Embedding;
using Foldline.Network.Fast;
using Foldline.Network.Heads;
using Foldline.Network.Inputs;
using Foldline.Network.Msa;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using Foldline.Network.Random;
using Foldline.Network.Template;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Model;

/// <summary>
/// The whole network: AF3 supplement, Algorithm 1. The names and shapes of its parameters equal those of the official checkpoints. Parameters are allocated,
/// not filled; on the meta device they cost no memory.
/// </summary>
public sealed class ProtenixModel : nn.Module
{
    private const string LanguageModelWeight = "input_embedder.linear_esm.weight";

    [ComponentName(Name = "input_embedder")] private readonly InputFeatureEmbedder _inputEmbedder;
    [ComponentName(Name = "relative_position_encoding")] private readonly RelativePositionEncoding _positions;
    [ComponentName(Name = "template_embedder")] private readonly TemplateEmbedder _template;
    [ComponentName(Name = "msa_module")] private readonly MsaModule _msa;
    [ComponentName(Name = "constraint_embedder")] private readonly ConstraintEmbedder _constraint;
    [ComponentName(Name = "pairformer_stack")] private readonly PairformerStack _pairformer;
    [ComponentName(Name = "diffusion_module")] private readonly DiffusionModule _diffusion;
    [ComponentName(Name = "distogram_head")] private readonly DistogramHead _distogram;
    [ComponentName(Name = "confidence_head")] private readonly ConfidenceHead _confidence;
    [ComponentName(Name = "linear_no_bias_sinit")] private readonly Linear _startSingle;
    [ComponentName(Name = "linear_no_bias_zinit1")] private readonly Linear _startRow;
    [ComponentName(Name = "linear_no_bias_zinit2")] private readonly Linear _startColumn;
    [ComponentName(Name = "linear_no_bias_token_bond")] private readonly Linear _bond;
    [ComponentName(Name = "linear_no_bias_z_cycle")] private readonly Linear _recyclePair;
    [ComponentName(Name = "linear_no_bias_s")] private readonly Linear _recycleSingle;
    [ComponentName(Name = "layernorm_z_cycle")] private readonly LayerNorm _normPair;
    [ComponentName(Name = "layernorm_s")] private readonly LayerNorm _normSingle;

    /// <summary>A network as configured.</summary>
    public ProtenixModel(NetworkConfiguration configuration, Device? device = null) : base(nameof(ProtenixModel))
    {
        Configuration = configuration;
        var (cS, cZ, cSInputs) = (configuration.CS, configuration.CZ, configuration.CSInputs);
        var pairformer = configuration.Pairformer;
        var dimensions = new PairformerDimensions(cZ, cS, pairformer.Heads, Dropout: pairformer.Dropout).ScaledUp(pairformer.ScaleHidden);
        _inputEmbedder = new InputFeatureEmbedder(configuration.InputEmbedder, device);
        _positions = new RelativePositionEncoding(cZ, device);
        _template = new TemplateEmbedder(configuration.Template, cZ, device);
        _msa = new MsaModule(configuration.Msa, cZ, cSInputs, device);
        _constraint = new ConstraintEmbedder(configuration.Constraint, cZ, device);
        _pairformer = new PairformerStack(dimensions, pairformer.Blocks, device);
        _diffusion = new DiffusionModule(configuration.Diffusion, cS, cZ, cSInputs, device);
        _distogram = new DistogramHead(cZ, configuration.Distogram.Bins, device);
        _confidence = new ConfidenceHead(configuration.Confidence, cS, cZ, cSInputs, device);
        _startSingle = new Linear(cSInputs, cS, precise: true, device: device);
        _startRow = new Linear(cS, cZ, precise: true, device: device);
        _startColumn = new Linear(cS, cZ, precise: true, device: device);
        _bond = new Linear(1, cZ, precise: true, device: device);
        _recyclePair = new Linear(cZ, cZ, initialization: Initialization.Zero, device: device);
        _recycleSingle = new Linear(cS, cS, initialization: Initialization.Zero, precise: true, device: device);
        _normPair = new LayerNorm(cZ, device: device);
        _normSingle = new LayerNorm(cS, device: device);
        RegisterComponents();
    }

    /// <summary>What shapes this network.</summary>
    public NetworkConfiguration Configuration { get; }

    /// <summary>The diffusion module.</summary>
    public DiffusionModule Diffusion => _diffusion;

    /// <summary>The distogram head.</summary>
    public DistogramHead Distogram => _distogram;

    /// <summary>The confidence head.</summary>
    public ConfidenceHead Confidence => _confidence;

    /// <summary>Parameters that a checkpoint may lack.</summary>
    public IReadOnlySet<string> OptionalWeights =>
        Configuration.InputEmbedder.LanguageModel is { Optional: true } ? new HashSet<string> { LanguageModelWeight } : new HashSet<string>();

    /// <summary>Lines 1 to 14: embeds the features and recycles. Where gradients are recorded, only the last recycle has them.</summary>
    /// <param name="inputs">The features.</param>
    /// <param name="cycles">How often the trunk runs; at least once.</param>
    /// <param name="rows">Which rows of the alignment each recycle sees.</param>
    /// <param name="recycleDropout">Masks for the recycled pairs, with the configured rate; none switches that dropout off.</param>
    /// <param name="onCycle">Told after each recycle how many are done.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    public Trunk RunTrunk(
        ModelInputs inputs, int cycles, IMsaRowDraws rows, IDropoutMasks? recycleDropout = null, Action<int>? onCycle = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cycles, 1);
        using var scope = NewDisposeScope();
        var sInputs = _inputEmbedder.Embed(inputs);
        var sStart = _startSingle.call(sInputs);
        var zStart = StartPairs(inputs, sStart);
        bool overwrites = recycleDropout is null && FastPaths.MayOverwrite;
        Tensor s = zeros_like(sStart), z = overwrites ? zStart.new_zeros(1, 1, zStart.shape[2]).expand(zStart.shape) : zeros_like(zStart);
        for (int cycle = 0; cycle < cycles; cycle++)
        {
            using var gradients = set_grad_enabled(is_grad_enabled() && cycle == cycles - 1);
            if (overwrites)
            {
                using var earlier = s;
                (s, z) = Overwrite(inputs, sInputs, sStart, Recycled(zStart, z, last: cycle == cycles - 1), earlier, cycle, rows, cancellationToken);
                onCycle?.Invoke(cycle + 1);
                continue;
            }
            using Tensor before = s, pairsBefore = z;
            (s, z) = Recycle(inputs, sInputs, sStart, zStart, before, pairsBefore, cycle, rows, recycleDropout, cancellationToken);
            onCycle?.Invoke(cycle + 1);
        }
        return new Trunk(sInputs.MoveToOuterDisposeScope(), s.MoveToOuterDisposeScope(), z.MoveToOuterDisposeScope());
    }

    private Tensor StartPairs(ModelInputs inputs, Tensor sStart)               // [i,cS] -> [i,j,cZ]
    {
        using var scope = NewDisposeScope();
        Tensor rows = _startRow.call(sStart).unsqueeze(-2), columns = _startColumn.call(sStart).unsqueeze(-3), bonds = inputs.Float("token_bonds").unsqueeze(-1);
        var z = Chunked.Map(Rows, sStart.shape[0], dim: 0, Chunked.PairRows(sStart.shape[0], Configuration.CZ));
        if (inputs.Constraints is { } constraints && _constraint.Embed(constraints) is { } constrained) z = z + constrained.to(z.dtype);
        return z.MoveToOuterDisposeScope();

        Tensor Rows(long start, long count)
        {
            using var rowScope = NewDisposeScope();
            var some = rows.narrow(0, start, count) + columns + _positions.Encode(inputs.RelativePositions.Rows(start, count));
            return (some + _bond.call(bonds.narrow(0, start, count))).to(_recyclePair.Type).MoveToOuterDisposeScope();   // here the pairs take the trunk's type
        }
    }

    /// <summary>
    /// Line 8 where no gradient is wanted: written over the pairs of the recycle before, and in the last recycle over the start pairs, which nobody needs any more.
    /// </summary>
    private Tensor Recycled(Tensor zStart, Tensor z, bool last)                // [i,j,cZ] -> [i,j,cZ], one of the two
    {
        using var scope = NewDisposeScope();
        long tokens = zStart.shape[0], step = Chunked.PairRows(tokens, zStart.shape[2]) ?? tokens;
        var target = last ? zStart : z.stride().Contains(0) ? empty_like(zStart) : z;
        for (long start = 0; start < tokens; start += step)
        {
            using var rowScope = NewDisposeScope();
            long count = Math.Min(step, tokens - start);
            target.narrow(0, start, count).copy_(zStart.narrow(0, start, count) + _recyclePair.call(_normPair.call(z.narrow(0, start, count))));
        }
        if (!ReferenceEquals(target, z)) z.Dispose();
        return ReferenceEquals(target, z) || ReferenceEquals(target, zStart) ? target : target.MoveToOuterDisposeScope();
    }

    /// <summary>A recycle that overwrites the pairs as it goes.</summary>
    private (Tensor Single, Tensor Pair) Overwrite(
        ModelInputs inputs, Tensor sInputs, Tensor sStart, Tensor pair, Tensor s, int cycle, IMsaRowDraws rows, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        if (_template.IsActive) pair.add_(_template.Embed(inputs, pair, null, cancellationToken));
        var drawn = inputs.Msa is { } msa ? rows.Draw(cycle, msa.RowCount).to(pair.device) : null;
        pair = _msa.Consume(inputs, pair, sInputs, drawn, null, cancellationToken);
        var single = sStart + _recycleSingle.call(_normSingle.call(s));
        var (nextSingle, nextPair) = _pairformer.Consume(single, pair, null, cancellationToken);
        return (nextSingle!.MoveToOuterDisposeScope(), nextPair.MoveToOuterDisposeScope());
    }

    private (Tensor Single, Tensor Pair) Recycle(
        ModelInputs inputs, Tensor sInputs, Tensor sStart, Tensor zStart, Tensor s, Tensor z, int cycle, IMsaRowDraws rows, IDropoutMasks? recycleDropout,
        CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var recycled = _recyclePair.call(_normPair.call(z));
        if (recycleDropout is not null)
            recycled = recycled * recycleDropout.Draw(recycled.shape, Configuration.Sampling.RecycleDropoutRate).to(recycled.dtype, recycled.device);
        var pair = zStart + recycled;
        if (_template.IsActive) pair = pair + _template.Embed(inputs, pair, null, cancellationToken);
        var drawn = inputs.Msa is { } msa ? rows.Draw(cycle, msa.RowCount).to(pair.device) : null;
        pair = _msa.Update(inputs, pair, sInputs, drawn, null, cancellationToken);
        var single = sStart + _recycleSingle.call(_normSingle.call(s));
        var (nextSingle, nextPair) = _pairformer.Run(single, pair, null, cancellationToken);
        return (nextSingle!.MoveToOuterDisposeScope(), nextPair.MoveToOuterDisposeScope());
    }
}
