using Foldline.Network.Fast;
using Foldline.Network.Primitives;
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
    private const ulong Disturbances = 3;

    /// <summary>Replays one file; only a file that is not a reference case at all is an <see cref="InputException"/>.</summary>
    public CaseResult Verify(string path)
    {
        using var reference = ReferenceCase.Open(path, device);
        if (CaseFamilies.ReasonToSkip(reference.Class) is { } reason) return new CaseResult(reference.Name, reference.Class, CaseStatus.Skipped, [], reason);
        if (CaseFamilies.Find(reference.Class) is not { } family)
            return new CaseResult(reference.Name, reference.Class, CaseStatus.Fail, [], $"no replay is known for the class '{reference.Class}'");
        try
        {
            if (dtype != float32 && IsCast(family, reference)) return Rounded(path, family, reference);
            if (reference.HasGradients) return Judge(reference, CompareGradients(family, reference), null);
            var outputs = CompareOutputs(family, reference);
            return outputs.Count == 0 || outputs.All(output => output.IsOk)
                ? Judge(reference, outputs, null)
                : Judge(reference, WithInputRounding(path, family, outputs), "the tolerance includes what rounding the inputs alone changes");
        }
        catch (InputException fault)
        {
            return new CaseResult(reference.Name, reference.Class, CaseStatus.Fail, [], fault.Message);
        }
    }

    private static CaseResult Judge(ReferenceCase reference, IReadOnlyList<OutputResult> outputs, string? reason)
    {
        if (outputs.Count == 0) return new CaseResult(reference.Name, reference.Class, CaseStatus.Fail, outputs, "the file holds no outputs to compare");
        bool ok = outputs.All(output => output.IsOk);
        return new CaseResult(reference.Name, reference.Class, ok ? CaseStatus.Ok : CaseStatus.Fail, outputs, reason);
    }

    private List<OutputResult> CompareOutputs(CaseFamily family, ReferenceCase reference)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var module = Rebuild(family, reference, float32);
        var outputs = family.Replay(module, reference);
        return Compare(family, reference, outputs);
    }

    /// <summary>
    /// The recorded noise floors come from disturbed weights. Where an ill-conditioned input weighs more (a norm of nearly constant values), the same
    /// disturbance of the inputs, replayed here against the undisturbed replay, is the floor; a wrong formula still stands out from it.
    /// </summary>
    private List<OutputResult> WithInputRounding(string path, CaseFamily family, List<OutputResult> outputs)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var plain = Run(path, family, float32, null);
        var floors = new Dictionary<string, double>();
        for (ulong seed = 1; seed <= Disturbances; seed++)
            foreach (var (key, value) in Run(path, family, float32, Disturbance.LastPlace(seed)))
                floors[key] = Math.Max(floors.GetValueOrDefault(key), (value - plain[key]).abs().max().item<double>());
        return
        [
            .. from output in outputs
               let floor = floors.GetValueOrDefault(output.Name)
               select output with { Tolerance = Math.Max(output.Tolerance, Tolerances.NoiseFloors * floor) },
        ];
    }

    /// <summary>
    /// A lower precision is held to what rounding costs in this very case: the network in single precision, its weights and inputs disturbed by as much as one rounding
    /// to bf16, moves its outputs by some root mean square. Between a weight and the next there are a handful of rounded results, none of them larger, so a few
    /// times that is the tolerance; a wrong formula lies far outside.
    /// </summary>
    private CaseResult Rounded(string path, CaseFamily family, ReferenceCase reference)
    {
        if (reference.HasGradients) return new CaseResult(reference.Name, reference.Class, CaseStatus.Skipped, [], "gradients are taken in single precision");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Dictionary<string, Tensor> exact = Run(path, family, float32, null), rounded = Run(path, family, dtype, null);
        var floors = exact.Keys.ToDictionary(key => key, _ => 0.0);
        for (ulong seed = 1; seed <= Disturbances; seed++)
            foreach (var (key, value) in Run(path, family, float32, Disturbance.BFloat16(seed)))
                floors[key] = Math.Max(floors[key], ErrorDistribution.Of(value, exact[key]).Rms);
        var outputs = new List<(OutputResult Result, ErrorDistribution Errors)>();
        foreach (var (key, value) in rounded.Where(pair => reference.Has(pair.Key)))
        {
            var errors = ErrorDistribution.Of(value, reference.Get(key));
            outputs.Add((new OutputResult(key, errors.Rms, Tolerances.Rounded(floors[key])), errors));
        }
        var result = Judge(reference, [.. outputs.Select(output => output.Result)], null);
        return result with { Reason = outputs.Count == 0 ? result.Reason : outputs.First(output => output.Result == result.Worst).Errors.ToString() };
    }

    /// <summary>Whether the case has products in the lower precision; one that stays single on purpose is held to single precision.</summary>
    private bool IsCast(CaseFamily family, ReferenceCase reference)
    {
        using var module = family.Build(reference);
        return module is not null && module.MultiplyIn(dtype).parameters().Any(parameter => parameter.dtype == dtype);
    }

    private Dictionary<string, Tensor> Run(string path, CaseFamily family, ScalarType type, Disturbance? disturbance)
    {
        using var disturbed = ReferenceCase.Open(path, device, disturbance);
        using var module = Rebuild(family, disturbed, type);
        return family.Replay(module, disturbed)
            .Where(pair => pair.Value.numel() > 0)
            .ToDictionary(pair => pair.Key, pair => pair.Value.to(float64).clone());
    }

    private List<OutputResult> CompareGradients(CaseFamily family, ReferenceCase reference)
    {
        using var scope = NewDisposeScope();
        using var module = Rebuild(family, reference, float32);
        var outputs = family.Replay(module, reference);
        var loss = outputs.Select(output => (output.Value * reference.Get("gradweight." + output.Key)).sum()).Aggregate((sum, term) => sum + term);
        loss.backward();
        var results = Compare(family, reference, outputs);
        double largest = reference.Keys("grad.").Max(key => Norm(reference.Get(key)));
        foreach (var (name, parameter) in module?.named_parameters() ?? [])
            if (reference.Has("grad.weight." + name)) results.Add(Gradient(reference, "grad.weight." + name, parameter.grad, largest));
        foreach (string key in reference.Keys("grad.input.")) results.Add(Gradient(reference, key, reference.Get(key["grad.".Length..]).grad, largest));
        return results;
    }

    private nn.Module? Rebuild(CaseFamily family, ReferenceCase reference, ScalarType type)
    {
        var module = family.Build(reference);
        if (module is null) return null;
        module.to(device);
        WeightsLoader.Load(module, reference, share: false);
        module.MultiplyIn(type);
        module.train(reference.TrainMode);
        module.UseFastPaths();
        return module;
    }

    private List<OutputResult> Compare(CaseFamily family, ReferenceCase reference, IReadOnlyDictionary<string, Tensor> outputs)
    {
        var results = new List<OutputResult>();
        foreach (var (key, actual) in outputs)
        {
            if (!reference.Has(key)) continue;
            using var scope = NewDisposeScope();
            var expected = reference.Get(key).to(float64);
            double magnitude = expected.numel() == 0 ? 0 : expected.abs().max().item<double>();
            double tolerance = Tolerances.For(reference.NoiseFloor(key), magnitude, intermediate: key.StartsWith("trace.", StringComparison.Ordinal));
            results.Add(new OutputResult(key, Difference(actual, expected), tolerance));
        }
        // An output that nothing was compared with must not pass in silence.
        foreach (string key in reference.Keys("output").Where(key => !outputs.ContainsKey(key) && !family.IsElsewhere(key)))
            results.Add(new OutputResult(key, double.PositiveInfinity, 0));
        return results;
    }

    private static OutputResult Gradient(ReferenceCase reference, string key, Tensor? actual, double largest)
    {
        using var scope = NewDisposeScope();
        var expected = reference.Get(key).to(float64);
        if (actual is null || !actual.shape.SequenceEqual(expected.shape)) return new OutputResult(key, double.PositiveInfinity, Tolerances.Gradient);
        double norm = Norm(expected), difference = Norm(actual.to(float64) - expected);
        // A gradient that is zero but for rounding (a constant added before a softmax) has no direction to compare; it must stay as small.
        return norm <= Tolerances.ZeroGradient * largest
            ? new OutputResult(key, Norm(actual) / largest, Tolerances.ZeroGradient)
            : new OutputResult(key, difference / norm, Tolerances.Gradient);
    }

    private static double Difference(Tensor actual, Tensor expected)
    {
        if (!actual.shape.SequenceEqual(expected.shape)) return double.PositiveInfinity;
        return expected.numel() == 0 ? 0 : (actual.detach().to(float64).to(expected.device) - expected).abs().max().item<double>();
    }

    private static double Norm(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.to(float64).norm().item<double>();
    }
}
