using Foldline.Network.Configuration;
using Foldline.Network.Inputs;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using Foldline.Network.Weights;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using LayerNorm = Foldline.Network.Primitives.LayerNorm;
using Linear = Foldline.Network.Primitives.Linear;

namespace Foldline.Network.Heads;

/// <summary>
/// AF3 supplement, Algorithm 31: how sure the network is of a structure. One structure at a time, since its pairs are the largest tensors there are; what the
/// trunk gives is prepared once. As in the original, gradients stop at the trunk.
/// </summary>
public sealed class ConfidenceHead : nn.Module, ISelfInitialising, ISinglePrecision
{
    private const float SingleLimit = 512, LastUpperEdge = 1e6f, LeastDeviation = 1e-3f;

    [ComponentName(Name = "lower_bins")] private readonly Parameter _lowerEdges;
    [ComponentName(Name = "upper_bins")] private readonly Parameter _upperEdges;
    [ComponentName(Name = "plddt_weight")] private readonly Parameter _plddt;
    [ComponentName(Name = "resolved_weight")] private readonly Parameter _resolved;
    [ComponentName(Name = "linear_no_bias_s1")] private readonly Linear _column;
    [ComponentName(Name = "linear_no_bias_s2")] private readonly Linear _row;
    [ComponentName(Name = "linear_no_bias_d")] private readonly Linear _distanceBin;
    [ComponentName(Name = "linear_no_bias_d_wo_onehot")] private readonly Linear _distance;
    [ComponentName(Name = "pairformer_stack")] private readonly PairformerStack _stack;
    [ComponentName(Name = "linear_no_bias_pae")] private readonly Linear _pae;
    [ComponentName(Name = "linear_no_bias_pde")] private readonly Linear _pde;
    [ComponentName(Name = "input_strunk_ln")] private readonly LayerNorm _normSingle;
    [ComponentName(Name = "pae_ln")] private readonly LayerNorm _normPae;
    [ComponentName(Name = "pde_ln")] private readonly LayerNorm _normPde;
    [ComponentName(Name = "plddt_ln")] private readonly LayerNorm _normPlddt;
    [ComponentName(Name = "resolved_ln")] private readonly LayerNorm _normResolved;
    private readonly float[] _edges;
    private readonly bool _second;

    /// <summary>A head as configured.</summary>
    /// <param name="configuration">Its depth and bins.</param>
    /// <param name="cS">Channels of the trunk's single representation.</param>
    /// <param name="cZ">Channels of the trunk's pairs.</param>
    /// <param name="cSInputs">Channels of the input single representation.</param>
    /// <param name="device">Where the parameters live.</param>
    public ConfidenceHead(ConfidenceConfiguration configuration, long cS, long cZ, long cSInputs, Device? device = null) : base(nameof(ConfidenceHead))
    {
        var place = device ?? CPU;
        int bins = (int)Math.Ceiling((configuration.DistanceEnd - configuration.DistanceStart) / configuration.DistanceStep);
        _second = configuration.ScaleHidden;
        _edges = [.. Enumerable.Range(0, bins).Select(bin => (float)(configuration.DistanceStart + bin * configuration.DistanceStep))];
        _lowerEdges = new Parameter(empty(bins, dtype: ScalarType.Float32, device: place), requires_grad: false);
        _upperEdges = new Parameter(empty(bins, dtype: ScalarType.Float32, device: place), requires_grad: false);
        _plddt = Parameters.Allocate(device, configuration.MaxAtomsPerToken, cS, configuration.PlddtBins);
        _resolved = Parameters.Allocate(device, configuration.MaxAtomsPerToken, cS, 2);
        _column = new Linear(cSInputs, cZ, device: device);
        _row = new Linear(cSInputs, cZ, device: device);
        _distanceBin = new Linear(bins, cZ, device: device);
        _distance = new Linear(1, cZ, device: device);
        var dimensions = new PairformerDimensions(cZ, cS, configuration.Heads, Dropout: configuration.Dropout).ScaledUp(configuration.ScaleHidden);
        _stack = new PairformerStack(dimensions, configuration.Blocks, device);
        _pae = new Linear(cZ, configuration.PaeBins, initialization: Initialization.Zero, precise: true, device: device);
        _pde = new Linear(cZ, configuration.PdeBins, initialization: Initialization.Zero, precise: true, device: device);
        _normSingle = new LayerNorm(cS, device: device);
        _normPae = new LayerNorm(cZ, device: device);
        _normPde = new LayerNorm(cZ, device: device);
        _normPlddt = new LayerNorm(cS, device: device);
        _normResolved = new LayerNorm(cS, device: device);
        RegisterComponents();
    }

    /// <summary>The first version's head runs in single precision; the second's only takes its logits in it.</summary>
    public bool StaysSingle => !_second;

    /// <inheritdoc/>
    public void Initialise(Generator generator)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        _lowerEdges.copy_(tensor(_edges, device: _lowerEdges.device));
        _upperEdges.copy_(tensor((float[])[.. _edges[1..], LastUpperEdge], device: _upperEdges.device));
        _plddt.zero_();
        _resolved.zero_();
    }

    /// <summary>
    /// Sets the norm of the single representation so that every channel has mean 0 and deviation 1 over these tokens. In a network that learned little data by
    /// heart all tokens are nearly equal, and a head that starts with an ordinary norm never finds their differences.
    /// </summary>
    /// <param name="sTrunk">Single representations of the trunk. [..,cS]</param>
    public void Standardise(Tensor sTrunk)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var tokens = sTrunk.detach().flatten(0, -2).clamp(-SingleLimit, SingleLimit);
        var normed = nn.functional.layer_norm(tokens, [tokens.shape[1]], eps: LayerNorm.Epsilon);
        var deviation = normed.std(0).clamp_min(LeastDeviation);
        _normSingle.Weight!.copy_(Stored(1 / deviation));
        _normSingle.Bias!.copy_(Stored(-normed.mean([0]) * _normSingle.Weight));

        static Tensor Stored(Tensor factors) => factors.to(ScalarType.Float16).to(ScalarType.Float32);   // hundreds: weights written in half precision must mean the same
    }

    /// <summary>Lines 1 and 2, the same for every structure: the normalised single representation, and the pairs with the inputs added.</summary>
    /// <param name="sInputs">The input single representation. [i,cSInputs]</param>
    /// <param name="sTrunk">The trunk's single representation. [i,cS]</param>
    /// <param name="zTrunk">The trunk's pairs. [i,j,cZ]</param>
    /// <returns>[i,cS], [i,j,cZ]</returns>
    public (Tensor Single, Tensor Pair) Prepare(Tensor sInputs, Tensor sTrunk, Tensor zTrunk)
    {
        using var scope = NewDisposeScope();
        var inputs = sInputs.detach();
        var single = _normSingle.call(sTrunk.detach().clamp(-SingleLimit, SingleLimit));
        // Column then row: the other way round than where the trunk starts its pairs.
        Tensor columns = _column.call(inputs).unsqueeze(-3), rows = _row.call(inputs).unsqueeze(-2), trunk = zTrunk.detach();
        var pair = Chunked.Map(
            (start, count) => (trunk.narrow(0, start, count) + columns + rows.narrow(0, start, count)).to(_column.Type), trunk.shape[0], 0, PairRows(trunk));
        return (single.MoveToOuterDisposeScope(), pair.MoveToOuterDisposeScope());
    }

    /// <summary>The logits of one structure; or of several at once, in training, where small ones are learned and each call costs more than its products.</summary>
    /// <param name="inputs">The features.</param>
    /// <param name="prepared">From <see cref="Prepare"/>.</param>
    /// <param name="positions">The structure, in Å. [l,3]|[s,l,3]</param>
    /// <param name="cancellationToken">Looked at between the blocks.</param>
    public ConfidenceLogits Judge(ModelInputs inputs, (Tensor Single, Tensor Pair) prepared, Tensor positions, CancellationToken cancellationToken = default)
    {
        using var scope = NewDisposeScope();
        var representatives = inputs.Index("distogram_rep_atom_mask").nonzero().squeeze(-1);
        var points = positions.detach().to(ScalarType.Float32).index_select(-2, representatives);
        var distance = cdist(points, points);                                  // [..,i,j]
        long tokens = prepared.Pair.shape[0], row = points.dim() - 2;          // row: the axis of i
        var start = Chunked.Map(
            (first, count) => prepared.Pair.narrow(0, first, count) + Distances(distance.narrow(row, first, count)).to(prepared.Pair.dtype), tokens, row, PairRows(prepared.Pair));
        var own = row == 0 ? prepared.Single : prepared.Single.expand([points.shape[0], .. prepared.Single.shape]);
        var (single, pair) = _stack.Consume(own, start, null, cancellationToken);
        var pae = Chunked.Map((first, count) => _pae.call(_normPae.call(Rows(first, count))), tokens, row, PairRows(prepared.Pair));
        var pde = Chunked.Map((first, count) => _pde.call(_normPde.call(Rows(first, count) + Columns(first, count))), tokens, row, PairRows(prepared.Pair));
        var (plddt, resolved) = Atoms(single!, inputs.Index("atom_to_token_idx"), inputs.Index("atom_to_tokatom_idx"));
        return new ConfidenceLogits(
            plddt.MoveToOuterDisposeScope(), pae.MoveToOuterDisposeScope(), pde.MoveToOuterDisposeScope(), resolved.MoveToOuterDisposeScope());

        Tensor Rows(long first, long count) => pair.narrow(row, first, count).to(ScalarType.Float32);
        Tensor Columns(long first, long count) => pair.narrow(row + 1, first, count).transpose(row, row + 1).to(ScalarType.Float32);
    }

    private static long? PairRows(Tensor z) => Chunked.PairRows(z.shape[1], z.shape[2]);

    private Tensor Distances(Tensor distance)                                  // [..,i,j] -> [..,i,j,cZ]
    {
        using var scope = NewDisposeScope();
        var d = distance.unsqueeze(-1);
        var bins = d.gt(_lowerEdges) & d.lt(_upperEdges);           // open at both edges
        return (_distanceBin.call(bins.to(d.dtype)) + _distance.call(d)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Every slot of a token has weights of its own. Atoms are taken slot by slot: gathering a weight matrix per atom would take 24 times the memory of the
    /// weights.
    /// </summary>
    private (Tensor Plddt, Tensor Resolved) Atoms(Tensor s, Tensor toToken, Tensor toSlot)   // [..,i,c], [l], [l] -> [..,l,bins], [..,l,2]
    {
        using var scope = NewDisposeScope();
        Tensor normPlddt = _normPlddt.call(s), normResolved = _normResolved.call(s);
        var order = new List<Tensor>();
        var plddt = new List<Tensor>();
        var resolved = new List<Tensor>();
        for (long slot = 0; slot < _plddt.shape[0]; slot++)
        {
            var atoms = toSlot.eq(slot).nonzero().squeeze(-1);
            if (atoms.shape[0] == 0) continue;
            var tokens = toToken.index_select(0, atoms);
            order.Add(atoms);
            plddt.Add(matmul(normPlddt.index_select(-2, tokens), _plddt[slot]));
            resolved.Add(matmul(normResolved.index_select(-2, tokens), _resolved[slot]));
        }
        var back = cat(order).argsort();
        return (cat(plddt, -2).index_select(-2, back).MoveToOuterDisposeScope(), cat(resolved, -2).index_select(-2, back).MoveToOuterDisposeScope());
    }
}
