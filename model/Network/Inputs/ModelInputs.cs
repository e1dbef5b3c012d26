using Foldline.Structures.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Inputs;

/// <summary>
/// The features of one target as tensors on one device, made from named arrays. One-hot features are taken in full or as class indices (ref_element [l],
/// ref_atom_name_chars [l,4], restype [i], template_distogram [t,i,j]); templates, constraints, language-model embeddings and the alignment may be absent. A
/// feature is converted when first used, so a set that lacks what a part of the network does not need is enough for that part. Owns its tensors.
/// </summary>
public sealed class ModelInputs : IDisposable
{
    private const string ConstraintPrefix = "constraint_feature.";
    private static readonly HashSet<string> Unused = ["bond_mask"];            // [l,l]: for losses only, and large

    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<Tensor> _derived = [];
    private AtomInputs? _atoms;
    private RelativePositions? _relativePositions;

    private ModelInputs(Device device) => Device = device;

    /// <summary>Where the tensors are.</summary>
    public Device Device { get; }

    /// <summary>The number of tokens.</summary>
    public long TokenCount => TryGet("token_index")?.shape[0] ?? TryGet("restype")?.shape[0] ?? Get("asym_id").shape[0];

    /// <summary>The number of atoms.</summary>
    public long AtomCount => Get("atom_to_token_idx").shape[0];

    /// <summary>Copies the arrays to the device, under their official names.</summary>
    public static ModelInputs From(IEnumerable<NamedArray> arrays, Device? device = null)
    {
        var inputs = new ModelInputs(device ?? CPU);
        foreach (var array in arrays.Where(array => !Unused.Contains(array.Name)))
            inputs._tensors[array.Name] = ArrayTensors.ToTensor(array, inputs.Device).DetachFromDisposeScope();
        return inputs;
    }

    /// <summary>Whether a feature is there.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>A feature as single-precision numbers; stays owned by this set.</summary>
    public Tensor Float(string name) => Converted(name, ScalarType.Float32);

    /// <summary>A feature as 64-bit integers; stays owned by this set.</summary>
    public Tensor Index(string name) => Converted(name, ScalarType.Int64);

    /// <summary>A feature as it came, or <c>null</c>; stays owned by this set.</summary>
    public Tensor? TryGet(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>The reference conformers.</summary>
    public AtomInputs Atoms => _atoms ??= ReadAtoms();

    /// <summary>The relative positions of the tokens.</summary>
    public RelativePositions RelativePositions => _relativePositions ??= Has("relp")
        ? RelativePositions.FromDense(Float("relp").alias())
        : RelativePositions.Compute(Index("asym_id"), Index("residue_index"), Index("entity_id"), Index("sym_id"), Index("token_index"));

    /// <summary>The residue classes, [i] over 32 classes.</summary>
    public Categorical Restype => Categorical.From(Get("restype"), 1, 32, name: "restype");

    /// <summary>The alignment, or <c>null</c>.</summary>
    public MsaInputs? Msa => Has("msa") && Get("msa").dim() == 2 ? new MsaInputs(Get("msa"), Get("has_deletion"), Get("deletion_value")) : null;

    /// <summary>The templates, or <c>null</c>.</summary>
    public TemplateInputs? Templates => !Has("template_aatype") ? null : new TemplateInputs(
        Get("template_aatype"), Get("template_distogram"), Get("template_unit_vector"), Get("template_pseudo_beta_mask"), Get("template_backbone_frame_mask"));

    /// <summary>The constraints, or <c>null</c>.</summary>
    public ConstraintInputs? Constraints => _tensors.Keys.Any(name => name.StartsWith(ConstraintPrefix, StringComparison.Ordinal))
        ? new ConstraintInputs(OptionalFloat(ConstraintPrefix + "pocket"), OptionalFloat(ConstraintPrefix + "contact"),
            OptionalFloat(ConstraintPrefix + "contact_atom"), OptionalFloat(ConstraintPrefix + "substructure"))
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values.Concat(_derived)) tensor.Dispose();
        _relativePositions?.Dispose();
        _tensors.Clear();
        _derived.Clear();
    }

    private AtomInputs ReadAtoms()
    {
        using var scope = NewDisposeScope();
        var pairs = Has("d_lm")
            ? new AtomPairs(Float("d_lm"), Float("v_lm"), Float("pad_info.mask_trunked").unsqueeze(-1))
            : AtomPairs.Compute(Float("ref_pos"), Index("ref_space_uid"));
        foreach (var tensor in new[] { pairs.Offset, pairs.SameSpace, pairs.Mask }.Where(tensor => !_tensors.Values.Any(known => ReferenceEquals(known, tensor))))
            _derived.Add(tensor.DetachFromDisposeScope());
        return new AtomInputs(Float("ref_pos"), Float("ref_charge"), Float("ref_mask"),
            Categorical.From(Get("ref_element"), 1, AtomInputs.ElementClasses, name: "ref_element"),
            Categorical.From(Get("ref_atom_name_chars"), 1, AtomInputs.CharClasses, AtomInputs.NameLength, "ref_atom_name_chars"),
            Index("atom_to_token_idx"), pairs);
    }

    private Tensor Get(string name) => _tensors.TryGetValue(name, out var tensor) ? tensor
        : throw new ArgumentException($"The features lack '{name}', which this part of the network needs.");

    private Tensor? OptionalFloat(string name) => Has(name) ? Float(name) : null;

    private Tensor Converted(string name, ScalarType type)
    {
        var tensor = Get(name);
        if (tensor.dtype == type) return tensor;
        var converted = tensor.to(type).DetachFromDisposeScope();
        tensor.Dispose();
        return _tensors[name] = converted;
    }
}
