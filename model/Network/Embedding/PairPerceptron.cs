using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Embedding;

/// <summary>AF3 supplement, Algorithm 5, line 14: three rectified projections. The names count the rectifiers between them, as the checkpoint does.</summary>
internal sealed class PairPerceptron : nn.Module<Tensor, Tensor>, ISinglePrecision
{
    [ComponentName(Name = "1")] private readonly Linear _first;
    [ComponentName(Name = "3")] private readonly Linear _second;
    [ComponentName(Name = "5")] private readonly Linear _third;

    public PairPerceptron(long c, Device? device) : base(nameof(PairPerceptron))
    {
        _first = new Linear(c, c, initialization: Initialization.Rectified, device: device);
        _second = new Linear(c, c, initialization: Initialization.Rectified, device: device);
        _third = new Linear(c, c, initialization: Initialization.Zero, device: device);
        RegisterComponents();
    }

    public override Tensor forward(Tensor p)                                   // [..,c] -> [..,c]
    {
        using var scope = NewDisposeScope();
        return _third.call(_second.call(_first.call(p.relu()).relu()).relu()).MoveToOuterDisposeScope();
    }
}
