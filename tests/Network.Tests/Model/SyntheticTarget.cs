using System.Collections.Immutable;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Structures.Predictions;

namespace Foldline.Network.Tests.Model;

/// <summary>Features of a made-up peptide: every shape and range is right, nothing means anything.</summary>
internal sealed class SyntheticTarget
{
    private const int AtomsPerToken = 8;
    private readonly System.Random _random = new(1);

    public SyntheticTarget(int tokens, int rows)
    {
        int atoms = tokens * AtomsPerToken;
        long[] token = [.. Enumerable.Range(0, tokens).Select(index => (long)index)], one = [.. Enumerable.Repeat(1L, tokens)], zero = new long[tokens];
        long[] toToken = [.. Enumerable.Range(0, atoms).Select(atom => (long)(atom / AtomsPerToken))];
        long[] slot = [.. Enumerable.Range(0, atoms).Select(atom => (long)(atom % AtomsPerToken))];
        float[] profile = Floats(tokens * 32, 0, 1);
        Features =
        [
            NamedArray.From("token_index", token, tokens),
            NamedArray.From("residue_index", [.. token.Select(index => index + 1)], tokens),
            NamedArray.From("asym_id", zero, tokens),
            NamedArray.From("entity_id", zero, tokens),
            NamedArray.From("sym_id", zero, tokens),
            NamedArray.From("restype", [.. token.Select(index => index % 20)], tokens),
            NamedArray.From("profile", profile, tokens, 32),
            NamedArray.From("deletion_mean", Floats(tokens, 0, 1), tokens),
            NamedArray.From("token_bonds", new float[tokens * tokens], tokens, tokens),
            NamedArray.From("msa", [.. Enumerable.Range(0, rows * tokens).Select(_ => (long)_random.Next(22))], rows, tokens),
            NamedArray.From("has_deletion", new float[rows * tokens], rows, tokens),
            NamedArray.From("deletion_value", new float[rows * tokens], rows, tokens),
            NamedArray.From("atom_to_token_idx", toToken, atoms),
            NamedArray.From("atom_to_tokatom_idx", slot, atoms),
            NamedArray.From("ref_pos", Floats(atoms * 3, -3, 3), atoms, 3),
            NamedArray.From("ref_mask", [.. Enumerable.Repeat(1L, atoms)], atoms),
            NamedArray.From("ref_charge", new long[atoms], atoms),
            NamedArray.From("ref_element", [.. slot.Select(index => index == 0 ? 6L : 5L)], atoms),
            NamedArray.From("ref_atom_name_chars", [.. Enumerable.Range(0, atoms * 4).Select(_ => (long)_random.Next(64))], atoms, 4),
            NamedArray.From("ref_space_uid", toToken, atoms),
            NamedArray.From("distogram_rep_atom_mask", [.. slot.Select(index => index == 1 ? 1L : 0L)], atoms),
            NamedArray.From("has_frame", one, tokens),
        ];
        Layout = new AtomLayout
        {
            Chains = [new ChainInfo("A", 1, EntityKind.Protein, new string('A', tokens))],
            AtomName = [.. slot.Select(index => $"C{index}")],
            Element = [.. slot.Select(_ => "C")],
            ResidueName = [.. slot.Select(_ => "ALA")],
            ResidueNumber = [.. toToken.Select(index => (int)index + 1)],
            TokenOfAtom = [.. toToken.Select(index => (int)index)],
            ChainOfToken = [.. new int[tokens]],
            TokenHasFrame = [.. Enumerable.Repeat(true, tokens)],
            CentreAtom = [.. Enumerable.Range(0, tokens).Select(index => index * AtomsPerToken + 1)],
        };
    }

    public ImmutableArray<NamedArray> Features { get; }

    public AtomLayout Layout { get; }

    private float[] Floats(int count, float from, float to) => [.. Enumerable.Range(0, count).Select(_ => from + (to - from) * _random.NextSingle())];
}
