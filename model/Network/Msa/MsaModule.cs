using Foldline.Network.Configuration;
using Foldline.Network.Fast;
using Foldline.Network.Inputs;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Categorical = Foldline.Network.Inputs.Categorical;
using Linear = Foldline.Network.Primitives.Linear;

namespace Foldline.Network.Msa;

/// <summary>
/// AF3 supplement, Algorithm 8: a sample of the alignment's rows is embedded and informs the pairs. The sample is random also in inference and drawn anew in
/// every recycle; here it comes from outside.
/// </summary>
public class MsaModule : nn.Module
{
    private const int Classes = 32;

    [ComponentName(Name = "linear_no_bias_m")] private readonly Linear _embed;
    [ComponentName(Name = "linear_no_bias_s")] private readonly Linear _single;
    [ComponentName(Name = "blocks")] private readonly ModuleList<MsaBlock> _blocks;
    private readonly int _cutoff;

    /// <summary>A module as configured.</summary>
    /// <param name="configuration">Number of blocks and widths.</param>
    /// <param name="cZ">Channels of the pairs.</param>
    /// <param name="cSInputs">Channels of the input single representation.</param>
    /// <param name="device">Where the parameters live.</param>
    public MsaModule(MsaConfiguration configuration, long cZ, long cSInputs, Device? device = null) : base(nameof(MsaModule))
    {
        _cutoff = configuration.SampleCutoff;
        _embed = new Linear(Classes + 2, configuration.CM, device: device);
        _single = new Linear(cSInputs, configuration.CM, device: device);
        var pair = new PairformerDimensions(cZ, Dropout: configuration.PairDropout).ScaledUp(configuration.ScaleHidden);
        _blocks = new([.. Enumerable.Range(1, configuration.Blocks)
            .Select(n => new MsaBlock(configuration.CM, pair, last: n == configuration.Blocks, msaDropout: configuration.MsaDropout, device: device))]);
        RegisterComponents();
    }

    /// <summary>Updates the pairs.</summary>
    /// <param name="inputs">The features; without an alignment the pairs come back unchanged.</param>
    /// <param name="z">Pairs, [i,j,cZ].</param>
    /// <param name="sInputs">Input single representation, [i,c].</param>
    /// <param name="rows">The sampled rows in order, [r]; those beyond the configured cutoff are left out. <c>null</c> takes all rows in file order.</param>
    /// <param name="mask">Pair mask, [i,j], or none.</param>
    /// <param name="cancellationToken">Looked at between the blocks.</param>
    /// <returns>[i,j,cZ].</returns>
    public virtual Tensor Update(ModelInputs inputs, Tensor z, Tensor sInputs, Tensor? rows, Tensor? mask = null, CancellationToken cancellationToken = default)
    {
        if (inputs.Msa is not { } msa || _blocks.Count == 0) return z.alias();
        using var scope = NewDisposeScope();
        if (_blocks.All(block => block.UpdatesInPlace))
        {
            var copy = _blocks[0].PairStack.Dense(z);
            return PairformerBlock.InType(Overwrite(Start(msa, rows, sInputs, copy.dtype), copy, mask, cancellationToken), z.dtype).MoveToOuterDisposeScope();
        }
        Tensor? m = Start(msa, rows, sInputs, z.dtype);
        var pair = z.alias();
        foreach (var block in _blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (nextMsa, nextPair) = Segments.Run(SegmentKind.PairBlock, (x, y, keep) => block.call(x!, y, keep), m, pair, mask);
            m?.Dispose();
            pair.Dispose();
            (m, pair) = (nextMsa, nextPair);
        }
        return pair.MoveToOuterDisposeScope();
    }

    /// <summary>The same for pairs that the caller gives away: they are overwritten or disposed.</summary>
    internal Tensor Consume(ModelInputs inputs, Tensor z, Tensor sInputs, Tensor? rows, Tensor? mask, CancellationToken cancellationToken)
    {
        if (inputs.Msa is not { } msa || _blocks.Count == 0) return z;
        using var scope = NewDisposeScope();
        if (z.is_contiguous() && _blocks.All(block => block.UpdatesInPlace && block.PairStack.PairType == z.dtype))
            return Overwrite(Start(msa, rows, sInputs, z.dtype), z, mask, cancellationToken);
        var pair = Update(inputs, z, sInputs, rows, mask, cancellationToken);
        z.Dispose();
        return pair.MoveToOuterDisposeScope();
    }

    private Tensor Start(MsaInputs msa, Tensor? rows, Tensor sInputs, ScalarType dtype)   // [i,c] -> [r,i,cM]
    {
        using var scope = NewDisposeScope();
        Tensor embedded = Embed(msa, rows, dtype), single = _single.call(sInputs);
        return (is_grad_enabled() ? (embedded + single).to(dtype) : embedded.add_(single)).MoveToOuterDisposeScope();
    }

    private Tensor Overwrite(Tensor m, Tensor pair, Tensor? mask, CancellationToken cancellationToken)
    {
        foreach (var block in _blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var span = ModuleSpan.Of(block);
            block.Overwrite(m, pair, mask);
        }
        return pair;
    }

    /// <summary>The one-hot residues are never laid out: their projection is a row of the weight.</summary>
    private Tensor Embed(MsaInputs msa, Tensor? rows, ScalarType dtype)        // [R,i] -> [r,i,cM]
    {
        using var scope = NewDisposeScope();
        if (rows is not null && rows.shape[0] > _cutoff) rows = rows.narrow(0, 0, _cutoff);
        Tensor Take(Tensor feature) => rows is null ? feature.narrow(0, 0, Math.Min(_cutoff, feature.shape[0])) : feature.index_select(0, rows);
        var weight = _embed.Weight;                                            // [cM,34]
        var embedded = new Categorical(Take(msa.Residues), Classes).Project(weight.narrow(1, 0, Classes))
            + Take(msa.HasDeletion).to(weight.dtype).unsqueeze(-1) * weight.select(1, Classes)
            + Take(msa.DeletionValue).to(weight.dtype).unsqueeze(-1) * weight.select(1, Classes + 1);
        return embedded.to(dtype).MoveToOuterDisposeScope();
    }
}
