using static TorchSharp.torch;

namespace Foldline.Training.Verification;

/// <summary>Collects the comparisons of one reference case.</summary>
internal sealed class Replay(ReferenceTensors reference)
{
    private readonly Dictionary<string, Tensor> _leaves = [];
    private readonly List<Comparison> _comparisons = [];

    public IReadOnlyList<Comparison> Comparisons => _comparisons;

    public System.Text.Json.JsonElement Config => reference.Config;

    public IEnumerable<string> Names(string prefix) => reference.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>An input; the same tensor at every call, so that its gradient can be compared.</summary>
    public Tensor Leaf(string name) => _leaves.TryGetValue(name, out var leaf) ? leaf : _leaves[name] = reference.Leaf(name);

    /// <summary>An output, where the file records it.</summary>
    public void Value(string name, Tensor actual, double relative = LossVerification.ValueTolerance)
    {
        if (reference.Contains(name)) _comparisons.Add(Comparison.OfValues(name, actual, reference[name], relative));
    }

    /// <summary>A scalar loss: its value, and the gradient of every leaf for which the file holds one.</summary>
    public void Loss(Tensor loss)
    {
        Value("output", loss);
        loss.backward();
        Recomputation.Recompute.AfterBackward();
        foreach (var name in Names("grad."))
            Gradient(name, Leaf(name["grad.".Length..]).grad);
    }

    /// <summary>A gradient; below <paramref name="zero"/> it counts as none.</summary>
    public void Gradient(string name, Tensor? actual, double zero = 0)
        => _comparisons.Add(Comparison.OfGradient(name, actual, reference[name], LossVerification.GradientTolerance, zero));
}
