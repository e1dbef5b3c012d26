using Foldline.Network.Inputs;
using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Embedding;

/// <summary>AF3 supplement, Algorithm 3, line 10: the relative positions (<see cref="RelativePositions"/>) as pair channels.</summary>
public class RelativePositionEncoding : nn.Module, ISinglePrecision
{
    [ComponentName(Name = "linear_no_bias")] private readonly Linear _linear;

    /// <summary>An encoding in <paramref name="cZ"/> channels.</summary>
    public RelativePositionEncoding(long cZ, Device? device = null) : base(nameof(RelativePositionEncoding))
    {
        _linear = new Linear(RelativePositions.Channels, cZ, device: device);
        RegisterComponents();
    }

    /// <summary>The pair channels.</summary>
    public virtual Tensor Encode(RelativePositions positions) => positions.Project(_linear.Weight);   // -> [i,j,cZ]
}
