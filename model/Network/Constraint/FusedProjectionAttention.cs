using Foldline.Network.Primitives;
using Foldline.Network.Weights;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Linear = Foldline.Network.Primitives.Linear;

namespace Foldline.Network.Constraint;

/// <summary>Plain multi-head self-attention whose query, key and value projections are one parameter, as the stock transformer layer stores them.</summary>
internal sealed class FusedProjectionAttention : nn.Module<Tensor, Tensor>, ISelfInitialising
{
    [ComponentName(Name = "in_proj_weight")] private readonly Parameter _weight;
    [ComponentName(Name = "in_proj_bias")] private readonly Parameter _bias;
    [ComponentName(Name = "out_proj")] private readonly Linear _out;
    private readonly int _heads;

    public FusedProjectionAttention(long c, int heads, Device? device) : base(nameof(FusedProjectionAttention))
    {
        _heads = heads;
        _weight = Parameters.Allocate(device, 3 * c, c);
        _bias = Parameters.Allocate(device, 3 * c);
        _out = new Linear(c, c, bias: true, Initialization.Zero, device: device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public void Initialise(Generator generator)
    {
        UntrainedWeights.XavierUniform(_weight, generator);
        _bias.zero_();
    }

    public override Tensor forward(Tensor x)                                   // [n,c] -> [n,c]
    {
        using var scope = NewDisposeScope();
        var projected = nn.functional.linear(x, _weight, _bias).view(1, x.shape[0], 3, _heads, -1).permute(2, 0, 3, 1, 4);   // [3,1,h,n,d]
        var attended = FusedAttention.Instance.Attend(projected[0], projected[1], projected[2], null);
        return _out.call(attended.squeeze(0).transpose(0, 1).flatten(1)).MoveToOuterDisposeScope();
    }
}
