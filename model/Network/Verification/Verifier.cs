using Foldline.Network.Weights;
using Foldline.Sequences;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Verification;

/// <summary>Replays reference cases through this network and compares what comes out with what the original gave.</summary>
/// <param name="device">Where to run.</param>
/// <param name="dtype">The precision to run in.</param>
public sealed class Verifier(Device device, ScalarType dtype)
{
    /// <summary>Replays one file; only a file that is not a reference case at all is an <see cref="InputException"/>.</summary>
    public CaseResult Verify(string path)
    {
        using var reference = ReferenceCase.Open(path, device, dtype);
        if (CaseFamilies.ReasonToSkip(reference.Class) is { } reason) return new CaseResult(reference.Name, reference.Class, CaseStatus.Skipped, [], reason);
        if (CaseFamilies.Find(reference.Class) is not { } family)
            return new CaseResult(reference.Name, reference.Class, CaseStatus.Fail, [], $"no replay is known for the class '{reference.Class}'");
        try
        {
            var outputs = reference.HasGradients ? CompareGradients(family, reference) : CompareOutputs(family, reference);
            var status = outputs.Count > 0 && outputs.All(output => output.IsOk) ? CaseStatus.Ok : CaseStatus.Fail;
            return new CaseResult(reference.Name, reference.Class, status, outputs, outputs.Count > 0 ? null : "the file holds no outputs to compare");
        }
        catch (InputException fault)
        {
            return new CaseResult(reference.Name, reference.Class, CaseStatus.Fail, [], fault.Message);
        }
    }

    private List<OutputResult> CompareOutputs(CaseFamily family, ReferenceCase reference)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var module = Rebuild(family, reference);
        var outputs = family.Replay(module, reference);
        return Compare(reference, outputs);
    }

    private List<OutputResult> CompareGradients(CaseFamily family, ReferenceCase reference)
    {
        using var scope = NewDisposeScope();
        using var module = Rebuild(family, reference);
        var outputs = family.Replay(module, reference);
        var loss = outputs.Select(output => (output.Value * reference.Get("gradweight." + output.Key)).sum()).Aggregate((sum, term) => sum + term);
        loss.backward();
        var results = Compare(reference, outputs);
        foreach (var (name, parameter) in module?.named_parameters() ?? [])
            if (reference.Has("grad.weight." + name)) results.Add(Gradient(reference, "grad.weight." + name, parameter.grad));
        foreach (string key in reference.Keys("grad.input.")) results.Add(Gradient(reference, key, reference.Get(key["grad.".Length..]).grad));
        return results;
    }

    private nn.Module? Rebuild(CaseFamily family, ReferenceCase reference)
    {
        var module = family.Build(reference);
        if (module is null) return null;
        module.to(device, dtype);
        WeightsLoader.Load(module, reference, share: false);
        module.train(reference.TrainMode);
        return module;
    }

    private List<OutputResult> Compare(ReferenceCase reference, IReadOnlyDictionary<string, Tensor> outputs)
    {
        var results = new List<OutputResult>();
        foreach (var (key, actual) in outputs)
        {
            if (!reference.Has(key)) continue;
            using var scope = NewDisposeScope();
            var expected = reference.Get(key).to(float64);
            double magnitude = expected.numel() == 0 ? 0 : expected.abs().max().item<double>();
            double tolerance = Tolerances.For(dtype, reference.NoiseFloor(key), magnitude);
            bool sameShape = actual.shape.SequenceEqual(expected.shape);
            double difference = !sameShape ? double.PositiveInfinity : expected.numel() == 0 ? 0 : (actual.detach().to(float64) - expected).abs().max().item<double>();
            results.Add(new OutputResult(key, difference, tolerance));
        }
        return results;
    }

    private static OutputResult Gradient(ReferenceCase reference, string key, Tensor? actual)
    {
        using var scope = NewDisposeScope();
        var expected = reference.Get(key).to(float64);
        if (actual is null || !actual.shape.SequenceEqual(expected.shape)) return new OutputResult(key, double.PositiveInfinity, Tolerances.Gradient);
        double norm = expected.norm().item<double>(), difference = (actual.to(float64) - expected).norm().item<double>();
        return new OutputResult(key, norm > 0 ? difference / norm : difference, Tolerances.Gradient);
    }
}
