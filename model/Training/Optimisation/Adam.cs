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
    private readonly ParameterBlock? _block;
    private readonly Moments? _blockMoments;
    private Tensor? _gathered;

    /// <summary>An optimiser over named parameters, with no history.</summary>
    /// <param name="parameters">The parameters by name.</param>
    /// <param name="options">The settings.</param>
    /// <param name="block">The same parameters in one piece: they are then updated together, in a few operations in place of a few for each.</param>
    public Adam(IReadOnlyDictionary<string, Tensor> parameters, AdamOptions options, ParameterBlock? block = null)
    {
        (_options, _block, Parameters) = (options, block, parameters);
        using var noGradient = no_grad();
        if (block is null)
        {
            foreach (var (name, parameter) in parameters)
                _moments[name] = new Moments(zeros_like(parameter).DetachFromDisposeScope(), zeros_like(parameter).DetachFromDisposeScope());
            return;
        }
        _blockMoments = new Moments(zeros_like(block.Values).DetachFromDisposeScope(), zeros_like(block.Values).DetachFromDisposeScope());
        var (means, squares) = (block.Views(_blockMoments.Mean), block.Views(_blockMoments.Square));
        foreach (var name in parameters.Keys) _moments[name] = new Moments(means[name], squares[name]);
    }

    /// <summary>The parameters by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters { get; }

    /// <summary>Steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>The norm of all gradients together; where it exceeds the limit, all are scaled down to it.</summary>
    /// <param name="limit">The limit; 0 for none.</param>
    /// <returns>The norm before clipping.</returns>
    public double ClipGradients(double limit)
    {
        if (_block is null) return limit > 0 ? GradientNorm.Clip([.. Parameters.Values], limit) : GradientNorm.Of(Parameters.Values);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        _gathered = _block.Gradients().DetachFromDisposeScope();
        double norm = _gathered.norm().item<float>();
        if (limit > 0 && GradientNorm.Factor(norm, limit) is < 1 and var factor) _gathered.mul_((float)factor);
        return norm;
    }

    /// <summary>Updates every parameter that has a gradient.</summary>
    /// <param name="rateOf">The learning rate of a parameter.</param>
    public void Step(Func<string, double> rateOf)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        Steps++;
        if (_block is not null && Parameters.Keys.Select(rateOf).Distinct().ToArray() is [var rate])
        {
            UpdateBlock(_block, rate);
            return;
        }
        var gathered = _gathered is null ? null : _block!.Views(_gathered);
        foreach (var (name, parameter) in Parameters)
        {
            if (parameter.grad is not { } gradient) continue;
            using var inner = NewDisposeScope();
            var (mean, square) = _moments[name];
            Update(parameter, gathered?[name] ?? gradient, mean, square, rateOf(name));
        }
        foreach (var view in gathered?.Values ?? []) view.Dispose();
    }

    /// <summary>All at once; those without a gradient stay as they are, their moments too.</summary>
    private void UpdateBlock(ParameterBlock block, double rate)
    {
        var gradient = _gathered ?? block.Gradients();
        var (mean, square) = _blockMoments!;
        if (block.Present() is not { } present)
        {
            Update(block.Values, gradient, mean, square, rate);
            return;
        }
        Tensor values = block.Values.clone(), meanBefore = mean.clone(), squareBefore = square.clone();
        Update(block.Values, gradient, mean, square, rate);
        foreach (var (after, before) in new[] { (block.Values, values), (mean, meanBefore), (square, squareBefore) }) after.copy_(where(present, after, before));
    }

    private void Update(Tensor parameter, Tensor gradient, Tensor mean, Tensor square, double rate)
    {
        var correction1 = 1 - Math.Pow(_options.Beta1, Steps);
        var correction2 = Math.Sqrt(1 - Math.Pow(_options.Beta2, Steps));
        if (_options.WeightDecay != 0) gradient = gradient.add(parameter, _options.WeightDecay);
        mean.lerp_(gradient, 1 - _options.Beta1);
        square.mul_(_options.Beta2).addcmul_(gradient, gradient, 1 - _options.Beta2);
        var denominator = square.sqrt().div_(correction2).add_(_options.Epsilon);
        parameter.addcdiv_(mean, denominator, -rate / correction1);
    }

    /// <summary>Forgets all gradients.</summary>
    public void ClearGradients()
    {
        _gathered?.Dispose();
        _gathered = null;
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
        _gathered?.Dispose();
        _blockMoments?.Mean.Dispose();
        _blockMoments?.Square.Dispose();
    }

    private sealed record Moments(Tensor Mean, Tensor Square);
}
