using Foldline.Network.Configuration;

namespace Foldline.Network.Verification.Cases;

/// <summary>The original's constructor arguments as this network's configuration records.</summary>
internal static class ModelCases
{
    public static InputEmbedderConfiguration InputEmbedder(CaseConfiguration config, CaseConfiguration languageModel) => new()
    {
        CAtom = config.Int("c_atom"),
        CAtomPair = config.Int("c_atompair"),
        CToken = config.Int("c_token"),
        LanguageModel = languageModel.Bool("enable", false)
            ? new LanguageModelConfiguration(languageModel.Text("model_name", "language model"), languageModel.Int("embedding_dim"))
            : null,
    };

    public static TemplateConfiguration Template(CaseConfiguration config) => new()
    {
        Blocks = config.Int("n_blocks"),
        C = config.Int("c"),
        Factor = config.Int("num_intermediate_factor", 2),
        Dropout = config.Double("dropout", 0.25),
        ScaleHidden = config.Bool("hidden_scale_up", false),
    };

    public static MsaConfiguration Msa(CaseConfiguration config) => new()
    {
        Blocks = config.Int("n_blocks"),
        CM = config.Int("c_m"),
        MsaDropout = config.Double("msa_dropout", 0.15),
        PairDropout = config.Double("pair_dropout", 0.25),
        SampleCutoff = config.Section("msa_configs").Section("sample_cutoff").Int("test", 16384),
        ScaleHidden = config.Bool("hidden_scale_up", false),
    };

    public static ConstraintConfiguration? Constraint(CaseConfiguration config)
    {
        var substructure = config.Section("substructure_embedder");
        var constraint = new ConstraintConfiguration
        {
            Pocket = config.Section("pocket_embedder").Bool("enable", false),
            Contact = config.Section("contact_embedder").Bool("enable", false),
            ContactAtom = config.Section("contact_atom_embedder").Bool("enable", false),
            Substructure = !substructure.Bool("enable", false) ? null : new SubstructureConfiguration
            {
                Transformer = substructure.Text("architecture", "transformer") == "transformer",
                Classes = substructure.Int("n_classes", 4),
                Hidden = substructure.Int("hidden_dim", 128),
                Layers = substructure.Int("n_layers", 1),
            },
        };
        return constraint is { Pocket: false, Contact: false, ContactAtom: false, Substructure: null } ? null : constraint;
    }

    public static DiffusionConfiguration Diffusion(CaseConfiguration config) => new()
    {
        SigmaData = config.Double("sigma_data", 16),
        CToken = config.Int("c_token"),
        CAtom = config.Int("c_atom"),
        CAtomPair = config.Int("c_atompair"),
        AtomEncoder = Transformer(config.Section("atom_encoder")),
        Transformer = Transformer(config.Section("transformer")),
        AtomDecoder = Transformer(config.Section("atom_decoder")),
    };

    public static ConfidenceConfiguration Confidence(CaseConfiguration config) => new()
    {
        Blocks = config.Int("n_blocks"),
        MaxAtomsPerToken = config.Int("max_atoms_per_token", 20),
        Dropout = config.Double("pairformer_dropout", 0),
        ScaleHidden = config.Bool("hidden_scale_up", false),
        DistanceStart = config.Double("distance_bin_start", 3.25),
        DistanceEnd = config.Double("distance_bin_end", 52),
        DistanceStep = config.Double("distance_bin_step", 1.25),
        PaeBins = config.Int("b_pae", 64),
        PdeBins = config.Int("b_pde", 64),
        PlddtBins = config.Int("b_plddt", 50),
    };

    public static SamplingConfiguration Sampling(CaseConfiguration config, CaseConfiguration schedule) => new()
    {
        Steps = config.Int("N_step"),
        Samples = config.Int("N_sample"),
        Gamma0 = config.Double("gamma0"),
        GammaMin = config.Double("gamma_min"),
        NoiseScale = config.Double("noise_scale_lambda"),
        StepScale = config.Double("step_scale_eta"),
        SigmaMax = schedule.Double("s_max", 160),
        SigmaMin = schedule.Double("s_min", 4e-4),
        Rho = schedule.Double("rho", 7),
        RecycleDropoutChance = 0,
    };

    private static TransformerConfiguration Transformer(CaseConfiguration config) => new(config.Int("n_blocks"), config.Int("n_heads"));
}
