using static TorchSharp.torch;

namespace Foldline.Training.Optimisation;

/// <summary>The exponential moving average of all parameters (EMA), which is what evaluation and release use.</summary>
public sealed class ParameterAverage : IDisposable
{
    private readonly IReadOnlyDictionary<string, Tensor> _parameters;
    private readonly Dictionary<string, Tensor> _shadow = new(StringComparer.Ordinal);
    private readonly ParameterBlock? _block;
    private readonly Tensor? _blockShadow;

    /// <summary>An average that starts at the present values.</summary>
    /// <param name="parameters">The parameters by name.</param>
    /// <param name="decay">The share of the old average that each update keeps, below 1.</param>
    /// <param name="block">The same parameters in one piece, to be averaged together.</param>
    public ParameterAverage(IReadOnlyDictionary<string, Tensor> parameters, double decay, ParameterBlock? block = null)
    {
        (Decay, _parameters, _block) = (decay, parameters, block);
        if (block is not null)
        {
            _blockShadow = block.Values.clone().DetachFromDisposeScope();
            foreach (var (name, view) in block.Views(_blockShadow)) _shadow[name] = view;
            return;
        }
        foreach (var (name, parameter) in parameters) _shadow[name] = parameter.detach().clone().DetachFromDisposeScope();
    }

    /// <summary>The share of the old average that each update keeps.</summary>
    public double Decay { get; }

    /// <summary>The averages by parameter name; live tensors, not copies.</summary>
    public IReadOnlyDictionary<string, Tensor> Shadow => _shadow;

    /// <summary>Takes the present values in.</summary>
    public void Update()
    {
        using var noGradient = no_grad();
        if (_block is not null)
        {
            _blockShadow!.mul_(Decay).add_(_block.Values, 1 - Decay);
            return;
        }
        foreach (var (name, shadow) in _shadow) shadow.mul_(Decay).add_(_parameters[name], 1 - Decay);
    }

    /// <summary>Puts back saved averages.</summary>
    /// <param name="load">Gives a saved tensor by parameter name; disposed here.</param>
    public void Restore(Func<string, Tensor> load)
    {
        using var noGradient = no_grad();
        foreach (var (name, shadow) in _shadow)
        {
            using var saved = load(name);
            shadow.copy_(saved);
        }
    }

    /// <summary>Exchanges parameters and averages until the result is disposed, so that the model runs with the average.</summary>
    public IDisposable Borrow()
    {
        Swap();
        return new Return(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shadow in _shadow.Values) shadow.Dispose();
        _blockShadow?.Dispose();
    }

    private void Swap()
    {
        using var noGradient = no_grad();
        foreach (var (name, shadow) in _shadow)
        {
            using var kept = _parameters[name].detach().clone();
            _parameters[name].copy_(shadow);
            shadow.copy_(kept);
        }
    }

    private sealed class Return(ParameterAverage owner) : IDisposable
    {
        private ParameterAverage? _owner = owner;

        public void Dispose()
        {
            _owner?.Swap();
            _owner = null;
        }
    }
}
