using static TorchSharp.torch;

namespace Foldline.Training.Optimisation;

/// <summary>
/// All parameters in one piece of memory: each becomes a view of one long tensor, so that an update is a handful of operations in place of thousands. On a GPU
/// the launches of an update otherwise cost as much as the step itself.
/// </summary>
public sealed class ParameterBlock : IDisposable
{
    private readonly IReadOnlyDictionary<string, Tensor> _parameters;
    private bool[] _present = [];
    private Tensor? _mask;

    /// <summary>Moves the parameters into one piece of memory; their values stay.</summary>
    /// <param name="parameters">The parameters by name, all on one device.</param>
    public ParameterBlock(IReadOnlyDictionary<string, Tensor> parameters)
    {
        _parameters = parameters;
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        Values = cat([.. parameters.Values.Select(parameter => parameter.detach().flatten())]).DetachFromDisposeScope();
        foreach (var (name, view) in Views(Values)) parameters[name].set_(view);
    }

    /// <summary>All values, in the order of the parameters. [count]</summary>
    public Tensor Values { get; }

    /// <summary>The parts of a tensor like <see cref="Values"/> by parameter; they share its memory.</summary>
    public IReadOnlyDictionary<string, Tensor> Views(Tensor all)
    {
        var views = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        long start = 0;
        foreach (var (name, parameter) in _parameters)
        {
            using var part = all.narrow(0, start, parameter.numel());
            views[name] = part.view(parameter.shape).DetachFromDisposeScope();
            start += parameter.numel();
        }
        return views;
    }

    /// <summary>All gradients, zero where a parameter has none. [count]</summary>
    public Tensor Gradients()
    {
        using var scope = NewDisposeScope();
        return cat([.. _parameters.Values.Select(parameter => parameter.grad is { } gradient ? gradient.flatten() : zeros_like(parameter).flatten())])
            .MoveToOuterDisposeScope();
    }

    /// <summary>True where a parameter has a gradient; <c>null</c> where all have one. Stays owned by the block. [count]</summary>
    public Tensor? Present()
    {
        var present = _parameters.Values.Select(parameter =>
        {
            using var gradient = parameter.grad;
            return gradient is not null;
        }).ToArray();
        if (present.SequenceEqual(_present)) return _mask;
        _mask?.Dispose();
        _mask = null;
        _present = present;
        if (present.All(known => known)) return null;
        using var scope = NewDisposeScope();
        return _mask = cat([.. _parameters.Values.Zip(present, (parameter, known) => full_like(parameter, known, dtype: ScalarType.Bool).flatten())])
            .DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mask?.Dispose();
        Values.Dispose();
    }
}
