using Foldline.Network.Configuration;
using Foldline.Network.Primitives;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Dropout = Foldline.Network.Primitives.Dropout;
using Linear = Foldline.Network.Primitives.Linear;

namespace Foldline.Network.Constraint;

/// <summary>Rectified projections with dropout between them. Every projection counts for three in the names: itself, a rectifier, a dropout.</summary>
internal sealed class Perceptron : nn.Module<Tensor, Tensor>
{
    private readonly List<Linear> _layers = [];
    private readonly Dropout _dropout;

    public Perceptron(SubstructureConfiguration configuration, long cOut, Device? device) : base(nameof(Perceptron))
    {
        for (int layer = 0; layer < configuration.Layers; layer++)
        {
            long inputs = layer == 0 ? configuration.Classes : configuration.Hidden;
            long outputs = layer == configuration.Layers - 1 ? cOut : configuration.Hidden;
            var linear = new Linear(inputs, outputs, initialization: Initialization.Zero, device: device);
            _layers.Add(linear);
            register_module($"{3 * layer}", linear);
        }
        _dropout = new Dropout(configuration.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)                                   // [..,k] -> [..,cOut]
    {
        using var scope = NewDisposeScope();
        x = _layers[0].call(x);
        foreach (var layer in _layers.Skip(1)) x = layer.call(_dropout.call(x.relu()));
        return x.MoveToOuterDisposeScope();
    }
}
