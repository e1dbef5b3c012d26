using System.Diagnostics;
using System.Numerics;
using CsCheck;
using Foldline.Features.Complexes;
using Foldline.Sequences;
using Foldline.Structures.Components;

namespace Foldline.Features.Tests;

public sealed class FeaturizerTests
{
    private const string Residues = "ACDEFGHIKLMNPQRSTVWYX";

    private static readonly Gen<Target> _target =
        from entities in Gen.Select(Gen.Int[0, Residues.Length - 1].Select(i => Residues[i]).Array[1, 12], Gen.Int[1, 3]).Array[1, 3]
        select Targets.Of("any", [.. entities.Select(entity => (new string(entity.Item1), entity.Item2))]);

    private static FeatureSet Build(Target target, long? seed = null) => new Featurizer().Build(target, null, new FeatureOptions(), seed);

    [Fact]
    public void Every_residue_is_one_token_and_only_last_residues_keep_their_terminal_oxygen() => _target.Sample(target =>
    {
        var features = Build(target);
        features.Layout.Tokens.ShouldBe(target.Residues);
        features.Layout.AtomName.Count(name => name == "OXT").ShouldBe(features.Layout.Chains.Length);
        for (int atom = 1; atom < features.Layout.Atoms; atom++)
            if (features.Layout.AtomName[atom - 1] == "OXT") features.Layout.TokenOfAtom[atom].ShouldBe(features.Layout.TokenOfAtom[atom - 1] + 1);
    }, iter: 50);

    [Fact]
    public void Indices_point_where_they_should_whatever_the_target() => _target.Sample(target =>
    {
        var (features, layout) = (Build(target), Build(target).Layout);
        features["has_frame"].Values<long>().ToArray().ShouldAllBe(has => has == 1);
        for (int token = 0; token < layout.Tokens; token++)
        {
            layout.AtomName[layout.CentreAtom[token]].ShouldBe("CA");
            features["frame_atom_index"].Values<long>().Slice(token * 3, 3).ToArray().Select(atom => layout.AtomName[(int)atom]).ShouldBe(["N", "CA", "C"]);
        }
        foreach (var mask in (string[])["pae_rep_atom_mask", "distogram_rep_atom_mask", "plddt_m_rep_atom_mask"])
            features[mask].Values<long>().ToArray().Sum().ShouldBe(layout.Tokens, mask);
        features["token_bonds"].Values<float>().ToArray().ShouldAllBe(bond => bond == 0);
    }, iter: 50);

    [Fact]
    public void Copies_share_entity_and_molecule_class_and_differ_in_chain_and_copy()
    {
        var features = Build(Targets.Of("trimer", ("GA", 2), ("MK", 1)));
        features["asym_id"].Values<long>().ToArray().ShouldBe([0, 0, 1, 1, 2, 2]);
        features["entity_id"].Values<long>().ToArray().ShouldBe([0, 0, 0, 0, 1, 1]);
        features["sym_id"].Values<long>().ToArray().ShouldBe([0, 0, 1, 1, 0, 0]);
        features["residue_index"].Values<long>().ToArray().ShouldBe([1, 2, 1, 2, 1, 2]);
        features["entity_mol_id"].Values<long>().ToArray().Distinct().ShouldBe([0, 1]);
        features["mol_id"].Values<long>().ToArray().Distinct().ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void Chains_beyond_the_alphabet_keep_their_names_and_molecules_follow_the_text_order()
    {
        var features = Build(Targets.Of("many", ("G", 28)));
        features.Layout.Chains.Select(chain => chain.Id).ShouldBe([.. Enumerable.Range('A', 26).Select(c => ((char)c).ToString()), "AA", "AB"]);
        features["mol_id"].Values<long>().ToArray().Chunk(5).Select(chain => chain[0]).ShouldBe([0, .. Enumerable.Range(3, 25).Select(i => (long)i), 1, 2]);
    }

    [Fact]
    public void A_single_unknown_residue_is_a_whole_target()
    {
        var features = Build(Targets.Of("x", "X"));
        features.Layout.AtomName.ShouldBe(["N", "CA", "C", "O", "CB", "CG", "OXT"]);
        features["restype"].Values<float>()[20].ShouldBe(1);
        features["ref_mask"].Values<long>().ToArray().ShouldAllBe(mask => mask == 1);
        features["msa"].Values<long>().ToArray().ShouldBe([20, 20]);
    }

    [Fact]
    public void A_letter_that_is_no_residue_is_named_with_its_position() =>
        Should.Throw<InputException>(() => Build(Targets.Of("t1", "MKB"))).Message.ShouldContain("t1: 'B' at position 3 of entity 1");

    [Fact]
    public void A_ligand_without_components_is_refused_by_name()
    {
        var target = new Target { Name = "t2", Entities = [new Entity { Kind = EntityKind.Ligand, Sequence = "", ChainIds = ["A"] }] };
        Should.Throw<InputException>(() => Build(target)).Message.ShouldContain("t2: entity 1 names no component");
    }

    [Fact]
    public void The_same_seed_moves_conformers_the_same_way_and_another_seed_differently()
    {
        var target = Targets.Of("t", "MKTAYW");
        var once = Build(target, 7)["ref_pos"].Values<float>().ToArray();
        Build(target, 7)["ref_pos"].Values<float>().ToArray().ShouldBe(once);
        Build(target).Augmented(7)["ref_pos"].Values<float>().ToArray().ShouldBe(once);
        Build(target, 8)["ref_pos"].Values<float>().ToArray().ShouldNotBe(once);
    }

    [Fact]
    public void Augmentation_keeps_distances_and_handedness_and_moves_the_mean_by_at_most_one_in_each_unrotated_axis()
    {
        var still = Build(Targets.Of("t", "MKTAYW"));
        for (long seed = 0; seed < 40; seed++)
        {
            var moved = still.Augmented(seed);
            foreach (var residue in Enumerable.Range(0, still.Layout.Atoms).GroupBy(atom => still.Layout.TokenOfAtom[atom]))
            {
                var (before, after) = (residue.Select(atom => Point(still, atom)).ToArray(), residue.Select(atom => Point(moved, atom)).ToArray());
                for (int i = 1; i < before.Length; i++) (after[i] - after[0]).Length().ShouldBe((before[i] - before[0]).Length(), 1e-4f);
                Volume(after).ShouldBe(Volume(before), 1e-3f);
                (after.Aggregate(Vector3.Add) / after.Length).Length().ShouldBeLessThan(MathF.Sqrt(3) + 1e-4f);
            }
        }
    }

    [Fact]
    public void Random_rotations_point_everywhere()
    {
        var still = Build(Targets.Of("t", new string('G', 2000)));
        var moved = still.Augmented(1);
        var mean = Vector3.Zero;
        for (int token = 0; token < 2000; token++)
        {
            int first = still.Layout.CentreAtom[token];
            mean += Vector3.Normalize(Point(moved, first + 1) - Point(moved, first)) / 2000;
        }
        mean.Length().ShouldBeLessThan(0.08f); // 2000 random directions average to about 0.02
    }

    [Fact]
    public void A_users_component_can_stand_in_a_chain()
    {
        var phospho = ComponentLibrary.Bundled.Require("SER") with { Code = "SEQ" };
        var description = new ComplexDescription
        {
            Name = "modified", Entities = [new ComplexEntity { Kind = EntityKind.Protein, Sequence = "GSG", Codes = ["GLY", "SEQ", "GLY"], ChainIds = ["A"] }],
        };
        var features = new Featurizer(ComponentLibrary.Bundled.With([phospho])).Build(description, null, new FeatureOptions());
        features.Facts.Tokens.ShouldBe(2 + 6);
        features["modified_res_mask"].Values<long>().ToArray().Sum().ShouldBe(6);
        features["restype"].Values<float>().Slice(32 + 15, 1)[0].ShouldBe(1);
    }

    [Fact]
    public void Three_thousand_residues_are_featurised_within_two_seconds()
    {
        var sequence = string.Concat(Enumerable.Repeat("MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQA", 90))[..3000];
        var fastest = TimeSpan.MaxValue; // of three, since a busy machine may interrupt one
        for (int attempt = 0; attempt < 3; attempt++)
        {
            var clock = Stopwatch.StartNew();
            Build(Targets.Of("long", sequence)).Facts.Tokens.ShouldBe(3000);
            fastest = clock.Elapsed < fastest ? clock.Elapsed : fastest;
        }
        fastest.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static Vector3 Point(FeatureSet features, int atom) => new(features["ref_pos"].Values<float>().Slice(atom * 3, 3));

    private static float Volume(Vector3[] p) => Vector3.Dot(p[1] - p[0], Vector3.Cross(p[2] - p[0], p[3] - p[0]));
}
