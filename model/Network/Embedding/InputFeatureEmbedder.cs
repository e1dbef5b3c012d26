using Foldline.Network.Configuration;
using Foldline.Network.Inputs;
using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Embedding;

/// <summary>
/// AF3 supplement, Algorithm 2: the input single representation, in the order embedded atoms, residue type, profile, mean deletion. A language model's
/// embedding, where the network has one, is projected and added to all of it.
/// </summary>
public class InputFeatureEmbedder : nn.Module, ISinglePrecision
{
    [ComponentName(Name = "atom_attention_encoder")] private readonly AtomAttentionEncoder _encoder;
    [ComponentName(Name = "linear_esm")] private readonly Linear? _languageModel;

    /// <summary>An embedder as configured.</summary>
    public InputFeatureEmbedder(InputEmbedderConfiguration configuration, Device? device = null) : base(nameof(InputFeatureEmbedder))
    {
        _encoder = new AtomAttentionEncoder(configuration.CToken, configuration.CAtom, configuration.CAtomPair, configuration.AtomEncoder.Blocks,
            configuration.AtomEncoder.Heads, device: device);
        if (configuration.LanguageModel is { } model)
            _languageModel = new Linear(model.Channels, configuration.CToken + 65, initialization: Initialization.Zero, device: device);
        RegisterComponents();
    }

    /// <summary>Embeds the features; without the language model's embedding its term is left out.</summary>
    public virtual Tensor Embed(ModelInputs inputs)                            // -> [i,cToken+65]
    {
        using var scope = NewDisposeScope();
        var encoding = _encoder.Encode(inputs.Atoms, inputs.TokenCount);
        var dtype = encoding.Token.dtype;
        var deletion = inputs.Float("deletion_mean").to(dtype).reshape(-1, 1);
        var single = cat([encoding.Token, inputs.Restype.Dense(dtype), inputs.Float("profile").to(dtype), deletion], -1);
        if (_languageModel is not null && inputs.Has("esm_token_embedding")) single = single + _languageModel.call(inputs.Float("esm_token_embedding"));
        return single.MoveToOuterDisposeScope();
    }
}
