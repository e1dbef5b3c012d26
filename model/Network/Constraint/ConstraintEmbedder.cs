using Foldline.Network.Configuration;
using Foldline.Network.Inputs;
using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Constraint;

/// <summary>Protenix: the user's constraints as pair channels, added to the first pairs. Each kind has its own projection; all start at zero.</summary>
public class ConstraintEmbedder : nn.Module, ISinglePrecision
{
    [ComponentName(Name = "pocket_z_embedder")] private readonly Linear? _pocket;
    [ComponentName(Name = "contact_z_embedder")] private readonly Linear? _contact;
    [ComponentName(Name = "contact_atom_z_embedder")] private readonly Linear? _contactAtom;
    [ComponentName(Name = "substructure_z_embedder")] private readonly SubstructureEmbedder? _substructure;

    /// <summary>An embedder as configured; without a configuration it has no parameters.</summary>
    public ConstraintEmbedder(ConstraintConfiguration? configuration, long cZ, Device? device = null) : base(nameof(ConstraintEmbedder))
    {
        if (configuration is not null)
        {
            Linear Kind(int channels) => new(channels, cZ, initialization: Initialization.Zero, device: device);
            _pocket = configuration.Pocket ? Kind(1) : null;
            _contact = configuration.Contact ? Kind(2) : null;
            _contactAtom = configuration.ContactAtom ? Kind(2) : null;
            _substructure = configuration.Substructure is { } substructure ? new SubstructureEmbedder(substructure, cZ, device) : null;
        }
        RegisterComponents();
    }

    /// <summary>The pair channels, or <c>null</c> where the network knows none of the kinds. A kind that the network knows must be given.</summary>
    public virtual Tensor? Embed(ConstraintInputs constraints)                 // -> [i,j,cZ]
    {
        using var scope = NewDisposeScope();
        Tensor? sum = null;
        Add(_pocket, constraints.Pocket, "pocket");
        Add(_contact, constraints.Contact, "contact");
        Add(_contactAtom, constraints.ContactAtom, "contact_atom");
        Add(_substructure, constraints.Substructure, "substructure");
        return sum?.MoveToOuterDisposeScope();

        void Add(nn.Module<Tensor, Tensor>? embedder, Tensor? feature, string name)
        {
            if (embedder is null) return;
            if (feature is null) throw new ArgumentException($"The features lack 'constraint_feature.{name}', which this network needs beside the others.");
            var part = embedder.call(feature);
            sum = sum is null ? part : sum + part;
        }
    }
}
