using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Pairformer;

/// <summary>
/// AF3 supplement, Algorithms 12 (outgoing: edge ij from edges ik and jk) and 13 (incoming: from ki and kj). The two projections are kept as separate tensors,
/// as the checkpoint has them.
/// </summary>
public class TriangleMultiplication : nn.Module<Tensor, Tensor?, Tensor>
{
    [ComponentName(Name = "linear_g")] private readonly Linear _gateOut;
    [ComponentName(Name = "linear_z")] private readonly Linear _projectOut;
    [ComponentName(Name = "layer_norm_in")] private readonly LayerNorm _normIn;
    [ComponentName(Name = "layer_norm_out")] private readonly LayerNorm _normOut;
    [ComponentName(Name = "linear_a_p")] private readonly Linear _projectA;
    [ComponentName(Name = "linear_a_g")] private readonly Linear _gateA;
    [ComponentName(Name = "linear_b_p")] private readonly Linear _projectB;
    [ComponentName(Name = "linear_b_g")] private readonly Linear _gateB;
    private readonly bool _outgoing;

    /// <summary>An update of <paramref name="cZ"/> pair channels through <paramref name="cHidden"/> hidden ones.</summary>
    public TriangleMultiplication(long cZ, long cHidden, bool outgoing, Device? device = null) : base(nameof(TriangleMultiplication))
    {
        _outgoing = outgoing;
        _gateOut = new Linear(cZ, cZ, initialization: Initialization.Zero, device: device);
        _projectOut = new Linear(cHidden, cZ, initialization: Initialization.Zero, device: device);
        _normIn = new LayerNorm(cZ, device: device);
        _normOut = new LayerNorm(cHidden, device: device);
        _projectA = new Linear(cZ, cHidden, device: device);
        _gateA = new Linear(cZ, cHidden, initialization: Initialization.Zero, device: device);
        _projectB = new Linear(cZ, cHidden, device: device);
        _gateB = new Linear(cZ, cHidden, initialization: Initialization.Zero, device: device);
        RegisterComponents();
    }

    /// <summary>The type that the products are taken in.</summary>
    internal ScalarType Type => _projectA.Type;

    /// <summary>The update of the pairs, without the residual; a mask of ones is the same as none.</summary>
    public override Tensor forward(Tensor z, Tensor? mask)                     // [..,i,j,c], [i,j] -> [..,i,j,c]
    {
        using var scope = NewDisposeScope();
        var x = _normIn.call(z);
        var a = Gated(x, _gateA, _projectA, mask);                             // [c..,i,k] | [c..,k,i]
        var b = Gated(x, _gateB, _projectB, mask);                             // [c..,j,k] | [c..,k,j]
        var sum = _outgoing ? bmm(a, b.transpose(1, 2)) : bmm(a.transpose(1, 2), b);   // [c..,i,j]
        a.Dispose();
        b.Dispose();
        var update = _projectOut.call(_normOut.call(sum.view([-1, .. z.shape[..^1]]).movedim([0], [-1])));
        return (update * sigmoid(_gateOut.call(x))).MoveToOuterDisposeScope();
    }

    /// <summary>One gated projection, channels first, so that the product per channel reads it as it stands.</summary>
    private static Tensor Gated(Tensor x, Linear gate, Linear project, Tensor? mask)   // [..,i,j,c], [i,j] -> [c..,i,j]
    {
        using var scope = NewDisposeScope();
        var pairs = x.flatten(0, -2);
        var gated = sigmoid(gate.ChannelsFirst(pairs)) * project.ChannelsFirst(pairs);
        gated = gated.view(-1, x.shape[^3], x.shape[^2]);
        if (mask is not null) gated = gated * mask.to(gated.dtype);
        return gated.MoveToOuterDisposeScope();
    }
}
