using System.Collections.Immutable;
using Foldline.Features.Complexes;
using Foldline.Features.Families;
using Foldline.Features.Msa;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Structures.Components;
using Foldline.Structures.Predictions;

namespace Foldline.Features;

/// <summary>Turns a target and its alignments into what the network reads.</summary>
/// <param name="components">The chemical components residues are made of.</param>
public sealed class Featurizer(ComponentLibrary components)
{
    /// <summary>A featurizer that knows the bundled components.</summary>
    public Featurizer() : this(ComponentLibrary.Bundled) { }

    /// <summary>The features of a target.</summary>
    /// <param name="target">The target; proteins, RNA and DNA.</param>
    /// <param name="alignments">One for each entity, in order; <c>null</c> for none at all.</param>
    /// <param name="options">How features are made.</param>
    /// <param name="seed">The seed that moves the reference conformers; <c>null</c> leaves them centred, for <see cref="FeatureSet.Augmented"/>.</param>
    /// <exception cref="InputException">A residue is unknown or an alignment does not fit its sequence.</exception>
    public FeatureSet Build(Target target, IReadOnlyList<EntityAlignments>? alignments, FeatureOptions options, long? seed = null) =>
        Build(ComplexDescription.Of(target), alignments, options, seed);

    /// <summary>The features of a complex told by its components.</summary>
    /// <inheritdoc cref="Build(Target, IReadOnlyList{EntityAlignments}?, FeatureOptions, long?)"/>
    public FeatureSet Build(ComplexDescription description, IReadOnlyList<EntityAlignments>? alignments, FeatureOptions options, long? seed = null) =>
        Build(ComplexBuilder.Build(description, components), alignments, options, seed);

    /// <summary>The features of a complex that is laid out already; its residues need not be all of their entities'.</summary>
    /// <param name="complex">The complex; every entity of its description has a chain.</param>
    /// <param name="alignments">One for each entity, in order; <c>null</c> for none at all.</param>
    /// <param name="options">How features are made.</param>
    /// <param name="seed">The seed that moves the reference conformers; <c>null</c> leaves them centred, for <see cref="FeatureSet.Augmented"/>.</param>
    /// <exception cref="InputException">An alignment does not fit its sequence.</exception>
    public static FeatureSet Build(Complex complex, IReadOnlyList<EntityAlignments>? alignments, FeatureOptions options, long? seed = null)
    {
        alignments ??= [.. complex.Description.Entities.Select(_ => EntityAlignments.None)];
        if (alignments.Count != complex.Description.Entities.Length)
            throw new ArgumentException($"{alignments.Count} alignments for {complex.Description.Entities.Length} entities.", nameof(alignments));
        var tokens = TokenTable.Of(complex);
        var frames = FrameFeatures.Make(complex, tokens).ToList();
        var msa = options.UseMsa ? ComplexMsa.Of(complex, alignments, options) : null;
        ImmutableArray<NamedArray> arrays =
        [
            .. TokenFeatures.Make(complex, tokens),
            .. BondFeatures.Make(complex, tokens),
            .. ReferenceFeatures.Make(complex),
            .. frames,
            .. AtomFeatures.Make(complex, tokens),
            .. MoleculeFeatures.Make(complex),
            .. msa is null ? MsaFeatures.WithoutMsa(complex, tokens) : MsaFeatures.Make(complex, tokens, msa),
        ];
        var facts = new FeatureFacts(tokens.Count, complex.Atoms.Length, msa?.Rows ?? 1, msa?.PairedRows ?? 0);
        var features = new FeatureSet(arrays, Layout(complex, tokens, frames[0]), facts);
        return seed is { } value ? features.Augmented(value) : features;
    }

    private static AtomLayout Layout(Complex complex, TokenTable tokens, NamedArray hasFrame) => new()
    {
        Chains = [.. complex.Chains.Select(chain =>
            new ChainInfo(chain.Id, chain.Entity + 1, chain.Kind, complex.Description.Entities[chain.Entity].Sequence))],
        AtomName = [.. complex.Atoms.Select(atom => atom.Name)],
        Element = [.. complex.Atoms.Select(atom => atom.Element)],
        ResidueName = [.. complex.Atoms.Select(atom => complex.Residues[atom.Residue].Code)],
        ResidueNumber = [.. complex.Atoms.Select(atom => complex.Residues[atom.Residue].Number)],
        TokenOfAtom = tokens.TokenOfAtom,
        ChainOfToken = [.. tokens.Residue.Select(residue => complex.Residues[residue].Chain)],
        TokenHasFrame = [.. hasFrame.Values<long>().ToArray().Select(has => has != 0)],
        CentreAtom = tokens.CentreAtom,
    };
}
