using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Structures.Verification;

namespace Foldline.Features.Verification;

/// <summary>
/// Replays reference cases of featurisation (safetensors with <c>input.*</c>, <c>output.*</c> and the metadata <c>class</c> and <c>config</c>) through the
/// product's own code. A case is told by its class, so files never seen before work.
/// </summary>
public static class FeatureVerification
{
    private static readonly Dictionary<string, Action<ReferenceCase>> Replays = new(StringComparer.Ordinal)
    {
        ["Templates.as_protenix_dict"] = TemplateReplay.Run,
    };

    /// <summary>Whether a case of this class (the file's metadata <c>class</c>) is replayed here.</summary>
    public static bool Handles(string caseClass) => Replays.ContainsKey(caseClass);

    /// <summary>Whether the file is a case that is replayed here.</summary>
    public static bool Handles(SafetensorsFile file) => file.Metadata.TryGetValue("class", out var caseClass) && Handles(caseClass);

    /// <summary>Replays a file and compares every output it holds.</summary>
    /// <exception cref="InputException">It cannot be read, is no case of featurisation, or holds nothing to compare.</exception>
    public static VerifiedCase Verify(string path)
    {
        using var file = SafetensorsFile.Open(path);
        if (!Handles(file))
        {
            var named = file.Metadata.GetValueOrDefault("class", "");
            throw new InputException($"{path}: the metadata names the class \"{named}\"; known here are {string.Join(", ", Replays.Keys)}.");
        }
        var reference = new ReferenceCase(file);
        try
        {
            Replays[file.Metadata["class"]](reference);
        }
        catch (ArgumentException fault)
        {
            throw new InputException($"{path}: {fault.Message}", fault);
        }
        var result = reference.Compare();
        return result.Outputs.IsEmpty ? throw new InputException($"{path}: there is no output.* to compare with.") : result;
    }
}
