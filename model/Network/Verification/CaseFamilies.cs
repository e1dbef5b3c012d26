using Foldline.Network.Verification.Cases;

namespace Foldline.Network.Verification;

/// <summary>Which family replays which class of the original.</summary>
public static class CaseFamilies
{
    private static readonly CaseFamily[] All =
    [
        new NormCases(), new TransitionCases(), new AttentionCases(), new LocalWindowCases(), new TransformerCases(), new DropoutCases(),
        new SamplerPartCases(), new HeadCases(),
        new PairformerCases(), new MsaCases(), new EmbeddingCases(), new DiffusionCases(), new NetworkCases(),
    ];

    private static readonly Dictionary<string, string> Skipped = new(StringComparer.Ordinal)
    {
        ["sample_diffusion_training"] = "training cases are replayed by the training project",
        ["TrainingNoiseSampler"] = "training cases are replayed by the training project",
        ["Protenix(train)+ProtenixLoss"] = "training cases are replayed by the training project",
        ["Templates.as_protenix_dict"] = "template features belong to featurisation, not to the network",
    };

    private static readonly Dictionary<string, CaseFamily> ByClass = All
        .SelectMany(family => family.Classes.Select(name => (name, family)))
        .ToDictionary(pair => pair.name, pair => pair.family, StringComparer.Ordinal);

    /// <summary>The family of a class, or <c>null</c>.</summary>
    public static CaseFamily? Find(string className) => ByClass.GetValueOrDefault(className);

    /// <summary>Why cases of a class are not replayed here, or <c>null</c>.</summary>
    public static string? ReasonToSkip(string className) => Skipped.GetValueOrDefault(className);

    /// <summary>The classes that can be replayed.</summary>
    public static IReadOnlyCollection<string> Classes => ByClass.Keys;
}
