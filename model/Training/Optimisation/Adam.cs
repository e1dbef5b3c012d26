using Foldline.Sequences;
using static TorchSharp.torch;

namespace Foldline.Training.Optimisation;

/// <summary>
/// Adam (Kingma and Ba 2015) with the penalty added to the gradient, in the order of operations of <c>torch.optim.Adam</c>. The learning rate comes from
/// outside at each step, so all state is two tensors per parameter and a count.
/// </summary>
public sealed class Adam : IDisposable
{
    private readonly AdamOptions _options;
    private readonly Dictionary<string, Moments> _moments = new(StringComparer.Ordinal);

    /// <summary>An optimiser over named parameters, with no history.</summary>
    public Adam(IReadOnlyDictionary<string, Tensor> parameters, AdamOptions options)
    {
        _options = options;
        Parameters = parameters;
        using var noGradient = no_grad();
        foreach (var (name, parameter) in parameters)
            _moments[name] = new Moments(zeros_like(parameter).DetachFromDisposeScope(), zeros_like(parameter).DetachFromDisposeScope());
    }

    /// <summary>The parameters by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters { get; }

    /// <summary>Steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Updates every parameter that has a gradient.</summary>
    /// <param name="rateOf">The learning rate of a parameter.</param>
    public void Step(Func<string, double> rateOf)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        Steps++;
        var correction1 = 1 - Math.Pow(_options.Beta1, Steps);
        var correction2 = Math.Sqrt(1 - Math.Pow(_options.Beta2, Steps));
        foreach (var (name, parameter) in Parameters)
        {
            if (parameter.grad is not { } gradient) continue;
            using var inner = NewDisposeScope();
            var (mean, square) = _moments[name];
            if (_options.WeightDecay != 0) gradient = gradient.add(parameter, _options.WeightDecay);
            mean.lerp_(gradient, 1 - _options.Beta1);
            square.mul_(_options.Beta2).addcmul_(gradient, gradient, 1 - _options.Beta2);
            var denominator = square.sqrt().div_(correction2).add_(_options.Epsilon);
            parameter.addcdiv_(mean, denominator, -rateOf(name) / correction1);
        }
    }

    /// <summary>Forgets all gradients.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in Parameters.Values)
        {
            using var gradient = parameter.grad;
            parameter.grad = null;
        }
    }

    /// <summary>The moments, named <c>mean.NAME</c> and <c>square.NAME</c>; live tensors, not copies.</summary>
    public IEnumerable<(string Name, Tensor Value)> State()
        => _moments.SelectMany(pair => new[] { ("mean." + pair.Key, pair.Value.Mean), ("square." + pair.Key, pair.Value.Square) });

    /// <summary>Puts back a saved state.</summary>
    /// <param name="steps">The saved <see cref="Steps"/>.</param>
    /// <param name="load">Gives a saved tensor by its name in <see cref="State"/>; disposed here.</param>
    /// <exception cref="InputException">A tensor has another shape than its parameter.</exception>
    public void Restore(long steps, Func<string, Tensor> load)
    {
        using var noGradient = no_grad();
        foreach (var (name, target) in State())
        {
            using var saved = load(name);
            if (!saved.shape.SequenceEqual(target.shape))
                throw new InputException(
                    $"Optimiser state {name} has shape [{string.Join(",", saved.shape)}], the model needs [{string.Join(",", target.shape)}].");
            target.copy_(saved);
        }
        Steps = steps;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (mean, square) in _moments.Values)
        {
            mean.Dispose();
            square.Dispose();
        }
    }

    private sealed record Moments(Tensor Mean, Tensor Square);
}
