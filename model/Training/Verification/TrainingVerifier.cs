using Foldline.Network.Verification;
using Foldline.Sequences;
using static TorchSharp.torch;

namespace Foldline.Training.Verification;

/// <summary>Replays reference cases of training: losses, schedules, the denoiser's batch and a whole step. Runs on the CPU in single precision.</summary>
public static class TrainingVerifier
{
    private static readonly Dictionary<string, Action<string, Replay>> Cases = new(StringComparer.Ordinal)
    {
        ["TrainingNoiseSampler"] = TrainingCases.NoiseLevels,
        ["sample_diffusion_training"] = TrainingCases.DiffusionBatch,
        ["Protenix(train)+ProtenixLoss"] = TrainingCases.WholeStep,
    };

    /// <summary>Whether cases of a class (the file's <c>class</c> metadata) are replayed here.</summary>
    public static bool Knows(string caseClass) => Cases.ContainsKey(caseClass) || LossVerification.Knows(caseClass);

    /// <summary>Replays one file.</summary>
    /// <exception cref="InputException">The file is damaged or no reference case.</exception>
    public static CaseResult Verify(string path)
    {
        using var scope = NewDisposeScope();
        using var reference = new ReferenceTensors(path);
        var name = Path.GetFileNameWithoutExtension(path);
        var replay = new Replay(reference);
        try
        {
            if (Cases.TryGetValue(reference.Class, out var run)) run(path, replay);
            else if (LossVerification.Knows(reference.Class)) LossVerification.Run(reference, replay);
            else return new CaseResult(name, reference.Class, CaseStatus.Fail, [], $"no replay of training is known for the class '{reference.Class}'");
        }
        catch (InputException fault)
        {
            return new CaseResult(name, reference.Class, CaseStatus.Fail, [], fault.Message);
        }
        OutputResult[] outputs = [.. replay.Comparisons.Select(c => new OutputResult(c.Name, c.Difference, c.Tolerance))];
        var ok = outputs.Length > 0 && outputs.All(output => output.IsOk);
        var reason = outputs.Length > 0 ? null : "the file holds no outputs to compare";
        return new CaseResult(name, reference.Class, ok ? CaseStatus.Ok : CaseStatus.Fail, outputs, reason);
    }
}
