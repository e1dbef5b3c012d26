using Foldline.Cli.Running;
using Foldline.Features.Verification;
using Foldline.Network.Verification;
using Foldline.Ranking.Verification;
using Foldline.Structures.Arrays;
using Foldline.Structures.Verification;
using Foldline.Training.Verification;

namespace Foldline.Cli.Verification;

/// <summary>
/// Replays a reference file through whichever part of the product it was recorded for: the features, the network, its training or the confidences.
/// </summary>
/// <param name="device">Where the network runs.</param>
/// <param name="dtype">fp32 or bf16.</param>
public sealed class CaseVerifier(string device, string dtype)
{
    private readonly Verifier _network = new(Networks.Device(device), Networks.Dtype(dtype));

    /// <summary>Replays one file.</summary>
    /// <exception cref="Foldline.Sequences.InputException">The file is no reference case.</exception>
    public CaseLine Verify(string path)
    {
        Func<string, CaseLine> replay;
        using (var file = SafetensorsFile.Open(path))
            replay = FeatureVerification.Handles(file) ? features => Line(FeatureVerification.Verify(features))
                : ConfidenceVerification.Handles(file) ? confidences => Line(ConfidenceVerification.Verify(confidences))
                : TrainingVerifier.Knows(file.Metadata.GetValueOrDefault("class", "")) ? training => Line(TrainingVerifier.Verify(training))
                : Network;
        return replay(path);
    }

    // A case of the whole network also holds the scores of its structures; those are another part's work.
    private CaseLine Network(string path)
    {
        var network = Line(_network.Verify(path));
        return network.Verdict == CaseVerdict.Ok && ConfidenceVerification.VerifyScores(path) is { Ok: false } scores ? Line(scores) : network;
    }

    private static CaseLine Line(VerifiedCase result) =>
        new(result.Name, result.Ok ? CaseVerdict.Ok : CaseVerdict.Fail, Finite(result.Difference), Finite(result.Tolerance), result.Worst.Name, null);

    private static CaseLine Line(CaseResult result)
    {
        var verdict = result.Status switch { CaseStatus.Ok => CaseVerdict.Ok, CaseStatus.Skipped => CaseVerdict.Skipped, _ => CaseVerdict.Fail };
        return new CaseLine(result.Name, verdict, Finite(result.LargestDifference), Finite(result.Tolerance), result.Worst?.Name, result.Reason);
    }

    private static double? Finite(double value) => double.IsNaN(value) ? null : value;
}
