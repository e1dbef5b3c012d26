using Foldline.Sequences;

namespace Foldline.Network.Configuration;

/// <summary>
/// The networks that go by a name: the nine published ones, with the values of their effective inference configurations, and the small one of the demo.
/// </summary>
public static class NetworkRegistry
{
    /// <summary>The network that <c>run</c> uses when nothing else is asked for and weights are given.</summary>
    public const string Default = "protenix_base_default_v1.0.0";

    /// <summary>The small network for first looks and for training on a CPU.</summary>
    public const string Demo = "foldline-demo";

    private static readonly NetworkConfiguration Base = new() { Name = Default };

    private static readonly NetworkConfiguration BaseV05 = Base with { Name = "protenix_base_default_v0.5.0", Template = new() { Blocks = 0 } };

    private static readonly NetworkConfiguration Mini = BaseV05 with
    {
        Name = "protenix_mini_default_v0.5.0",
        Cycles = 4,
        Msa = new() { Blocks = 1 },
        Pairformer = new() { Blocks = 16 },
        Diffusion = new() { AtomEncoder = new(1, 4), Transformer = new(8, 16), AtomDecoder = new(1, 4) },
        Sampling = new() { Steps = 5, Gamma0 = 0, StepScale = 1 },
    };

    private static readonly Dictionary<string, NetworkConfiguration> ByName = new[]
    {
        BaseV05,
        Base,
        Base with { Name = "protenix_base_20250630_v1.0.0" },
        V2(),
        Mini,
        Mini with { Name = "protenix_tiny_default_v0.5.0", Pairformer = new() { Blocks = 8 } },
        WithLanguageModel("protenix_mini_esm_v0.5.0", "esm2-3b"),
        WithLanguageModel("protenix_mini_ism_v0.5.0", "esm2-3b-ism"),
        BaseV05 with
        {
            Name = "protenix_base_constraint_v0.5.0",
            Constraint = new(),
            InputEmbedder = new() { LanguageModel = new("esm2-3b", Optional: true) },
        },
        DemoNetwork(),
    }.ToDictionary(configuration => configuration.Name, StringComparer.Ordinal);

    /// <summary>All of them, the published ones first.</summary>
    public static IReadOnlyCollection<NetworkConfiguration> All => ByName.Values;

    /// <summary>The network of that name; an unknown one is a fault that lists the names.</summary>
    public static NetworkConfiguration Get(string name) => ByName.TryGetValue(name, out var configuration)
        ? configuration
        : throw new InputException($"There is no model '{name}'. Known models: {string.Join(", ", ByName.Keys)}.");

    /// <summary>Wider pairs and alignments, and hidden widths that follow them.</summary>
    private static NetworkConfiguration V2() => Base with
    {
        Name = "protenix-v2",
        CZ = 256,
        Template = new() { ScaleHidden = true },
        Msa = new() { CM = 128, ScaleHidden = true },
        Pairformer = new() { ScaleHidden = true },
        Confidence = new() { ScaleHidden = true },
    };

    private static NetworkConfiguration WithLanguageModel(string name, string languageModel) =>
        Mini with { Name = name, UsesMsa = false, InputEmbedder = new() { LanguageModel = new(languageModel) } };

    /// <summary>The published structure at a size that a CPU trains in hours: every module but templates, all widths cut.</summary>
    private static NetworkConfiguration DemoNetwork() => new()
    {
        Name = Demo,
        CS = 128,
        CZ = 64,
        Cycles = 3,
        InputEmbedder = new() { CAtom = 64, CToken = 128, AtomEncoder = new(1, 4) },
        Template = new() { Blocks = 0, C = 32 },
        Msa = new() { Blocks = 1, CM = 32, ScaleHidden = true },
        Pairformer = new() { Blocks = 4, Heads = 8, ScaleHidden = true },
        Diffusion = new()
        {
            CToken = 192, CAtom = 64, CNoise = 128, AtomEncoder = new(1, 4), Transformer = new(4, 6), AtomDecoder = new(1, 4),
        },
        Confidence = new() { Blocks = 1, Heads = 8, ScaleHidden = true },
        Sampling = new() { Steps = 20, Gamma0 = 0, StepScale = 1, RecycleDropoutChance = 0 },
    };
}
