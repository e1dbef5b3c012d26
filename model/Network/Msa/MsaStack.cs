using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Msa;

/// <summary>AF3 supplement, Algorithm 8, lines 7 and 8: the update of the alignment under the pairs.</summary>
public class MsaStack : nn.Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "msa_pair_weighted_averaging")] private readonly MsaPairWeightedAveraging _averaging;
    [ComponentName(Name = "dropout_row")] private readonly RowSharedDropout _dropout;
    [ComponentName(Name = "transition_m")] private readonly Transition _transition;

    /// <summary>A stack of <paramref name="cM"/> alignment channels.</summary>
    public MsaStack(long cM, long cZ, long cHead = 8, double dropout = 0.15, Device? device = null) : base(nameof(MsaStack))
    {
        _averaging = new MsaPairWeightedAveraging(cM, cZ, cHead, device: device);
        _dropout = new RowSharedDropout(dropout);
        _transition = new Transition(cM, 4, device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor m, Tensor z)                         // [r,i,c], [i,j,cZ] -> [r,i,c]
    {
        using var scope = NewDisposeScope();
        m = _dropout.call(m, _averaging.call(m, z));
        return (m + _transition.call(m)).MoveToOuterDisposeScope();
    }
}
