using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Msa;

/// <summary>
/// AF3 supplement, Algorithm 10: every row of the alignment is averaged along its columns with weights that the pairs give, the same for all rows.
/// </summary>
public class MsaPairWeightedAveraging : nn.Module<Tensor, Tensor, Tensor>, IChunked
{
    [ComponentName(Name = "layernorm_m")] private readonly LayerNorm _norm;
    [ComponentName(Name = "linear_no_bias_mv")] private readonly Linear _value;
    [ComponentName(Name = "layernorm_z")] private readonly LayerNorm _normPair;
    [ComponentName(Name = "linear_no_bias_z")] private readonly Linear _weight;
    [ComponentName(Name = "linear_no_bias_mg")] private readonly Linear _gate;
    [ComponentName(Name = "linear_no_bias_out")] private readonly Linear _out;
    private readonly long _heads;

    /// <summary>An averaging with <paramref name="heads"/> heads of <paramref name="cHead"/> channels.</summary>
    public MsaPairWeightedAveraging(long cM, long cZ, long cHead = 8, long heads = 8, Device? device = null) : base(nameof(MsaPairWeightedAveraging))
    {
        _heads = heads;
        _norm = new LayerNorm(cM, device: device);
        _value = new Linear(cM, cHead * heads, device: device);
        _normPair = new LayerNorm(cZ, device: device);
        _weight = new Linear(cZ, heads, device: device);
        _gate = new Linear(cM, cHead * heads, initialization: Initialization.Zero, device: device);
        _out = new Linear(cHead * heads, cM, initialization: Initialization.Zero, device: device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public long? ChunkSize { get; set; }

    /// <summary>The update of the alignment, without the residual.</summary>
    public override Tensor forward(Tensor m, Tensor z)                         // [r,i,c], [i,j,cZ] -> [r,i,c]
    {
        using var scope = NewDisposeScope();
        var weights = softmax(_weight.ChannelsFirst(_normPair.call(z).flatten(0, 1)).view(-1, z.shape[0], z.shape[1]), -1);   // [h,i,j]
        long? size = ChunkSize ?? Chunked.CacheRows(m, m.shape[1] * _out.Weight.shape[1]);
        return Chunked.Map(rows => Average(rows, weights), m, dim: 0, size).MoveToOuterDisposeScope();
    }

    private Tensor Average(Tensor m, Tensor weights)
    {
        using var scope = NewDisposeScope();
        var (rows, tokens) = (m.shape[0], m.shape[1]);
        var x = _norm.call(m);
        var values = _value.call(x).view(rows, tokens, _heads, -1).permute(2, 1, 0, 3).flatten(2);   // [h,j,r*c]
        var averaged = bmm(weights, values).view(_heads, tokens, rows, -1).permute(2, 1, 0, 3).flatten(2);   // [r,i,h*c]
        return _out.call(sigmoid(_gate.call(x)) * averaged).MoveToOuterDisposeScope();
    }
}
