using Foldline.Network.Configuration;
using Foldline.Network.Primitives;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Linear = Foldline.Network.Primitives.Linear;

namespace Foldline.Network.Constraint;

/// <summary>
/// Protenix: distance classes of a known substructure as pair channels, through a perceptron or through a transformer in which every pair of tokens attends to
/// every other pair.
/// </summary>
public class SubstructureEmbedder : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "network")] private readonly Perceptron? _network;
    [ComponentName(Name = "input_proj")] private readonly Linear? _in;
    [ComponentName(Name = "transformer")] private readonly EncoderStack? _transformer;
    [ComponentName(Name = "output_proj")] private readonly Linear? _out;

    /// <summary>An embedder as configured.</summary>
    public SubstructureEmbedder(SubstructureConfiguration configuration, long cZ, Device? device = null) : base(nameof(SubstructureEmbedder))
    {
        if (configuration.Transformer)
        {
            _in = new Linear(configuration.Classes, configuration.Hidden, initialization: Initialization.Zero, device: device);
            _transformer = new EncoderStack(configuration, device);
            _out = new Linear(configuration.Hidden, cZ, initialization: Initialization.Zero, device: device);
        }
        else
        {
            _network = new Perceptron(configuration, cZ, device);
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor classes)                             // [i,j,k] -> [i,j,cZ]
    {
        if (_network is not null) return _network.call(classes);
        using var scope = NewDisposeScope();
        var pairs = _in!.call(classes).flatten(0, 1);                          // [i*j,c]
        return _out!.call(_transformer!.call(pairs)).view(classes.shape[0], classes.shape[1], -1).MoveToOuterDisposeScope();
    }

    /// <summary>Holds the layers under the name the checkpoint gives them.</summary>
    private sealed class EncoderStack : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "layers")] private readonly ModuleList<EncoderLayer> _layers;

        public EncoderStack(SubstructureConfiguration configuration, Device? device) : base(nameof(EncoderStack))
        {
            _layers = new([.. Enumerable.Range(0, configuration.Layers).Select(_ => new EncoderLayer(configuration.Hidden, configuration.Dropout, device))]);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            foreach (var layer in _layers) x = layer.call(x);
            return x.MoveToOuterDisposeScope();
        }
    }
}
