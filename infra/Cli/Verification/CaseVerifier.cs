using Foldline.Cli.Running;
using Foldline.Network.Verification;
using Foldline.Ranking.Verification;
using Foldline.Structures.Arrays;
using Foldline.Training.Verification;

namespace Foldline.Cli.Verification;

/// <summary>Replays a reference file through whichever part of the product it was recorded for: the network, its training or the confidences.</summary>
/// <param name="device">Where the network runs.</param>
/// <param name="dtype">fp32 or bf16.</param>
public sealed class CaseVerifier(string device, string dtype)
{
    private readonly Verifier _network = new(Networks.Device(device), Networks.Dtype(dtype));

    /// <summary>Replays one file.</summary>
    /// <exception cref="Foldline.Sequences.InputException">The file is no reference case.</exception>
    public CaseLine Verify(string path)
    {
        bool isConfidence, isTraining;
        using (var file = SafetensorsFile.Open(path))
            (isConfidence, isTraining) = (ConfidenceVerification.Handles(file), TrainingVerifier.Knows(file.Metadata.GetValueOrDefault("class", "")));
        return isConfidence ? Confidence(path) : Line(isTraining ? TrainingVerifier.Verify(path) : _network.Verify(path));
    }

    private static CaseLine Confidence(string path)
    {
        var result = ConfidenceVerification.Verify(path);
        return new CaseLine(result.Name, result.Ok ? CaseVerdict.Ok : CaseVerdict.Fail, Finite(result.Difference), Finite(result.Tolerance), result.Worst.Name, null);
    }

    private static CaseLine Line(CaseResult result)
    {
        var verdict = result.Status switch { CaseStatus.Ok => CaseVerdict.Ok, CaseStatus.Skipped => CaseVerdict.Skipped, _ => CaseVerdict.Fail };
        return new CaseLine(result.Name, verdict, Finite(result.LargestDifference), Finite(result.Tolerance), result.Worst?.Name, result.Reason);
    }

    private static double? Finite(double value) => double.IsNaN(value) ? null : value;
}
