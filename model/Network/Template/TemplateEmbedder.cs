using Foldline.Network.Configuration;
using Foldline.Network.Inputs;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Template;

/// <summary>
/// AF3 supplement, Algorithm 16: templates as pair channels, averaged over the slots. A target without templates is not a target without this module: the
/// featuriser then fills four slots, gaps in the first and class 0 in the others (zero padding), and the network has learnt to see that. The three equal slots
/// are run once.
/// </summary>
public class TemplateEmbedder : nn.Module
{
    private const int ResidueClasses = 32, GapClass = 31, EmptySlots = 4;

    // Where each feature's channels lie in the 108 of linear_no_bias_a.
    private const int Distogram = 0, PseudoBeta = 39, ResidueJ = 40, ResidueI = 72, UnitVector = 104, BackboneFrame = 107, Channels = 108;

    [ComponentName(Name = "linear_no_bias_z")] private readonly Linear _pair;
    [ComponentName(Name = "layernorm_z")] private readonly LayerNorm _normPair;
    [ComponentName(Name = "linear_no_bias_a")] private readonly Linear _features;
    [ComponentName(Name = "pairformer_stack")] private readonly PairformerStack _stack;
    [ComponentName(Name = "layernorm_v")] private readonly LayerNorm _normOut;
    [ComponentName(Name = "linear_no_bias_u")] private readonly Linear _out;

    /// <summary>An embedder as configured, around <paramref name="cZ"/> pair channels.</summary>
    public TemplateEmbedder(TemplateConfiguration configuration, long cZ, Device? device = null) : base(nameof(TemplateEmbedder))
    {
        IsActive = configuration.Blocks > 0;
        _pair = new Linear(cZ, configuration.C, device: device);
        _normPair = new LayerNorm(cZ, device: device);
        _features = new Linear(Channels, configuration.C, device: device);
        var dimensions = new PairformerDimensions(configuration.C, Factor: configuration.Factor, Dropout: configuration.Dropout)
            .ScaledUp(configuration.ScaleHidden);
        _stack = new PairformerStack(dimensions, configuration.Blocks, device);
        _normOut = new LayerNorm(configuration.C, device: device);
        _out = new Linear(configuration.C, cZ, device: device);
        RegisterComponents();
    }

    /// <summary>Whether the network uses templates at all; without blocks the update is zero and need not be asked for.</summary>
    public bool IsActive { get; }

    /// <summary>The update of the pairs, without the residual.</summary>
    /// <param name="inputs">The features; <see cref="ModelInputs.Templates"/> may be absent.</param>
    /// <param name="z">Pairs, [i,j,cZ].</param>
    /// <param name="mask">Pair mask, [i,j], or none.</param>
    /// <param name="cancellationToken">Looked at between the blocks.</param>
    /// <returns>[i,j,cZ].</returns>
    public virtual Tensor Embed(ModelInputs inputs, Tensor z, Tensor? mask = null, CancellationToken cancellationToken = default)
    {
        if (!IsActive) return zeros_like(z);
        using var scope = NewDisposeScope();
        var pair = _pair.call(_normPair.call(z));                              // [i,j,c]
        var (sum, slots) = inputs.Templates is { } templates
            ? (Average(templates, SameChain(inputs, z.dtype, mask)), templates.Count)
            : (Slot(Empty(GapClass)) + Slot(Empty(0)) * (EmptySlots - 1), EmptySlots);
        return _out.call((sum / (slots + 1e-7)).relu()).MoveToOuterDisposeScope();

        Tensor Empty(int residue) => Residues(full(z.shape[0], residue, dtype: ScalarType.Int64, device: z.device));

        Tensor Average(TemplateInputs templates, Tensor sameChain)
        {
            Tensor? total = null;
            for (long slot = 0; slot < templates.Count; slot++)
            {
                using var previous = total;
                var one = Slot(Features(templates, slot, sameChain));
                total = previous is null ? one : previous + one;
            }
            return total ?? throw new ArgumentException("The template features hold no slot; leave them out where there is no template.");
        }

        Tensor Slot(Tensor features)                                           // [i,j,c] -> [i,j,c]
        {
            using var slotScope = NewDisposeScope();
            var (_, v) = _stack.Run(null, pair + features, mask, cancellationToken);
            return _normOut.call(v).MoveToOuterDisposeScope();
        }
    }

    private static Tensor SameChain(ModelInputs inputs, ScalarType dtype, Tensor? mask)   // [i,j]
    {
        using var scope = NewDisposeScope();
        var asym = inputs.Index("asym_id");
        var same = asym.unsqueeze(1).eq(asym.unsqueeze(0)).to(dtype);
        return (mask is null ? same : same * mask).MoveToOuterDisposeScope();
    }

    /// <summary>Only geometry within a chain counts; residue types are seen across chains.</summary>
    private Tensor Features(TemplateInputs templates, long slot, Tensor sameChain)   // [i,j,c]
    {
        using var scope = NewDisposeScope();
        var weight = _features.Weight;
        var distogram = Categorical.From(templates.Distogram[slot], 2, TemplateInputs.DistanceBins, name: "template_distogram");
        var geometry = distogram.Project(weight.narrow(1, Distogram, TemplateInputs.DistanceBins))
            + nn.functional.linear(templates.UnitVector[slot].to(weight.dtype), weight.narrow(1, UnitVector, 3))
            + templates.PseudoBetaMask[slot].to(weight.dtype).unsqueeze(-1) * weight.select(1, PseudoBeta)
            + templates.BackboneFrameMask[slot].to(weight.dtype).unsqueeze(-1) * weight.select(1, BackboneFrame);
        return (geometry * sameChain.unsqueeze(-1) + Residues(templates.Residues[slot])).MoveToOuterDisposeScope();
    }

    private Tensor Residues(Tensor residues)                                   // [i] -> [i,j,c]
    {
        using var scope = NewDisposeScope();
        var classes = new Categorical(residues, ResidueClasses);
        var j = classes.Project(_features.Weight.narrow(1, ResidueJ, ResidueClasses));
        var i = classes.Project(_features.Weight.narrow(1, ResidueI, ResidueClasses));
        return (j.unsqueeze(0) + i.unsqueeze(1)).MoveToOuterDisposeScope();
    }
}
