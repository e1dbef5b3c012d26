using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Structures.Verification;

namespace Foldline.Ranking.Verification;

/// <summary>
/// Replays reference cases of confidences and comparisons (safetensors with <c>input.*</c>, <c>output.*</c> and the metadata <c>class</c> and <c>config</c>)
/// through the product's own code. A case is told by its class, so files never seen before work.
/// </summary>
public static class ConfidenceVerification
{
    private static readonly Dictionary<string, Action<ReferenceCase>> Replays = new(StringComparer.Ordinal)
    {
        ["compute_full_data_and_summary"] = SummaryReplay.Run,
        ["logits_to_score"] = ScoreReplay.LogitsToScore,
        ["calculate_normalization"] = ScoreReplay.Normalization,
        ["rdkit_vdws"] = ScoreReplay.VanDerWaals,
        ["LDDT"] = ComparisonReplay.Lddt,
        ["frames"] = ComparisonReplay.Frames,
        ["align_pred_to_true/weighted_rigid_align/rmsd/self_aligned_rmsd/partially_aligned_rmsd"] = ComparisonReplay.Superposed,
    };

    /// <summary>Whether a case of this class (the file's metadata <c>class</c>) is replayed here.</summary>
    public static bool Handles(string caseClass) => Replays.ContainsKey(caseClass);

    /// <summary>Whether the file is a case that is replayed here.</summary>
    public static bool Handles(SafetensorsFile file) => file.Metadata.TryGetValue("class", out var caseClass) && Handles(caseClass);

    /// <summary>The scores in a case of the whole network, from what the file records of the network; <c>null</c> where the file is no such case or holds no scores.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static VerifiedCase? VerifyScores(string path)
    {
        using var file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("class") != WholeNetworkReplay.Class) return null;
        var reference = new ReferenceCase(file);
        if (!WholeNetworkReplay.HasScores(reference)) return null;
        WholeNetworkReplay.Run(reference);
        return reference.Compare(onlyProduced: true);
    }

    /// <summary>Replays a file.</summary>
    /// <exception cref="InputException">It cannot be read, or is no case of confidences or comparisons.</exception>
    public static VerifiedCase Verify(string path)
    {
        using var file = SafetensorsFile.Open(path);
        if (!Handles(file))
        {
            var named = file.Metadata.GetValueOrDefault("class", "");
            throw new InputException($"{path}: the metadata names the class \"{named}\"; known here are {string.Join(", ", Replays.Keys)}.");
        }
        var reference = new ReferenceCase(file);
        Replays[file.Metadata["class"]](reference);
        return reference.Compare();
    }
}
