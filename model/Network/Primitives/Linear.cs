using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>
/// y = x Wᵀ + b. The parameters are only allocated, not filled: a checkpoint or an initialiser fills them, and on the meta device they cost
/// no memory at all.
/// </summary>
public class Linear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private readonly Parameter _weight;
    [ComponentName(Name = "bias")] private readonly Parameter? _bias;

    /// <summary>A projection from <paramref name="inputs"/> to <paramref name="outputs"/> channels.</summary>
    /// <param name="inputs">Channels of the last axis going in.</param>
    /// <param name="outputs">Channels of the last axis coming out.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="initialization">How the weight starts without a checkpoint.</param>
    /// <param name="precise">Whether the product is always taken in single precision, whatever the rest of the network runs in (coordinates).</param>
    /// <param name="device">Where the parameters live; the CPU by default.</param>
    public Linear(long inputs, long outputs, bool bias = false, Initialization initialization = Initialization.Projection, bool precise = false,
        Device? device = null)
        : base(nameof(Linear))
    {
        _weight = Parameters.Allocate(device, outputs, inputs);
        _bias = bias ? Parameters.Allocate(device, outputs) : null;
        Initialization = initialization;
        Precise = precise;
        RegisterComponents();
    }

    /// <summary>The weight, [outputs, inputs].</summary>
    public Parameter Weight => _weight;

    /// <summary>The bias, [outputs], or <c>null</c>.</summary>
    public Parameter? Bias => _bias;

    /// <summary>The type that the product is taken in.</summary>
    public ScalarType Type => Product ?? _weight.dtype;

    /// <summary>
    /// A type of the product other than the weight's own, or <c>null</c>: in training the weights stay single, since small updates would vanish in fewer digits.
    /// </summary>
    internal ScalarType? Product { get; set; }

    /// <summary>How the weight starts without a checkpoint.</summary>
    public Initialization Initialization { get; }

    /// <summary>Whether the weight stays in single precision when the network is cast down.</summary>
    public bool Precise { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)                                   // [...,inputs] -> [...,outputs]
    {
        if (x.dtype == _weight.dtype && x.dtype == Type) return nn.functional.linear(x, _weight, _bias);
        using var scope = NewDisposeScope();
        var y = nn.functional.linear(x.to(Type), _weight.to(Type), _bias?.to(Type));
        return (x.is_floating_point() ? y.to(x.dtype) : y).MoveToOuterDisposeScope();
    }

    /// <summary>The same product with the channels first, dense: what a matrix product per channel or a bias per head reads without a copy.</summary>
    public Tensor ChannelsFirst(Tensor x)                                      // [...,n,inputs] -> [...,outputs,n]
    {
        using var scope = NewDisposeScope();
        var y = matmul(_weight.to(Type), x.to(Type).transpose(x.dim() - 2, x.dim() - 1));
        if (_bias is not null) y = y + _bias.to(Type).unsqueeze(-1);
        return y.to(x.dtype).MoveToOuterDisposeScope();
    }
}
