using System.Numerics;
using Foldline.Features.Templates;
using Foldline.Features.Vocabulary;

namespace Foldline.Features.Tests.Templates;

public sealed class TemplateSlotsTests
{
    private static TemplateStructure Helix(int length) => Structure(length, place => place);

    [Fact]
    public void A_chain_without_templates_is_gaps_in_the_first_slot_and_class_0_in_the_others()
    {
        var slots = TemplateSlots.Of([new ChainTemplates(3)], [0, 0, 0], [0, 1, 2]);
        slots.Residues.ToArray().ShouldBe([31, 31, 31, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        var features = TemplateFeatures.Make(slots).ToDictionary(array => array.Name);
        features["template_distogram"].Values<sbyte>().ToArray().ShouldAllBe(bin => bin == DistanceBins.None);
        features["template_unit_vector"].Values<float>().ToArray().ShouldAllBe(value => value == 0);
        features["template_pseudo_beta_mask"].Values<bool>().ToArray().ShouldAllBe(both => !both);
        features["template_backbone_frame_mask"].Values<bool>().ToArray().ShouldAllBe(both => !both);
    }

    [Fact]
    public void Slots_beyond_a_chains_templates_are_empty_and_other_chains_keep_theirs()
    {
        var (one, other) = (Helix(5), Helix(6));
        var slots = TemplateSlots.Of([new ChainTemplates(5, one), new ChainTemplates(6, other, other)], [0, 1, 1], [4, 0, 5]);
        slots.Residues.ToArray().ShouldBe([one.Residues[4], other.Residues[0], other.Residues[5], 0, other.Residues[0], other.Residues[5], 0, 0, 0, 0, 0, 0]);
        Enumerable.Range(0, 12).Select(at => slots.Mask.Slice(at * DenseAtoms.Count, DenseAtoms.Count).Contains(true))
            .ShouldBe([true, true, true, false, true, true, false, false, false, false, false, false]);
    }

    [Fact]
    public void Chains_of_four_residues_take_no_template()
    {
        new ChainTemplates(4, Helix(4)).Templates.ShouldBeEmpty();
        new ChainTemplates(5, Helix(5)).Templates.Length.ShouldBe(1);
    }

    [Fact]
    public void Templates_beyond_the_slots_are_left_out()
    {
        var templates = Enumerable.Range(1, 6).Select(scale => Structure(5, place => place * scale)).ToArray();
        var slots = TemplateSlots.Of([new ChainTemplates(5, [.. templates])], [0], [1]);
        slots.Count.ShouldBe(4);
        Enumerable.Range(0, 4).Select(slot => slots.Positions[slot * DenseAtoms.Count * 3 + 3])
            .ShouldBe(templates.Take(4).Select(template => template.Positions[(Atom37.Count + 1) * 3]));
    }

    [Fact]
    public void Residues_that_nothing_is_aligned_to_are_gaps()
    {
        var aligned = Helix(5).AlignedTo([-1, 3, -1, 0]);
        aligned.Residues.ToArray().ShouldBe([ResidueTypes.Gap, Helix(5).Residues[3], ResidueTypes.Gap, Helix(5).Residues[0]]);
        aligned.Mask[..Atom37.Count].Contains(true).ShouldBeFalse();
        aligned.Positions.Slice(Atom37.Count * 3, Atom37.Count * 3).ToArray().ShouldBe(Helix(5).Positions.Slice(3 * Atom37.Count * 3, Atom37.Count * 3).ToArray());
    }

    [Fact]
    public void Directions_do_not_change_when_a_template_is_moved()
    {
        var motion = Matrix4x4.CreateFromYawPitchRoll(0.3f, -1.1f, 2f) * Matrix4x4.CreateTranslation(5, -3, 8);
        var hit = TemplateReferenceTests.CarriedHits()[2];
        var moved = new TemplateStructure(hit.Residues, [.. hit.Positions.ToArray().Chunk(3).Select(at => Vector3.Transform(new Vector3(at), motion))
            .SelectMany(at => new[] { at.X, at.Y, at.Z })], hit.Mask.ToArray());
        var (before, after) = (Directions(hit), Directions(moved));
        before.Count(value => value != 0).ShouldBeGreaterThan(10000);
        before.Zip(after, (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThan(1e-4f);

        static float[] Directions(TemplateStructure template)
        {
            int length = template.Residues.Length;
            var slots = TemplateSlots.Of([new ChainTemplates(length, template)], new int[length], [.. Enumerable.Range(0, length)], 1);
            return TemplateFeatures.Make(slots).Single(array => array.Name == "template_unit_vector").Values<float>().ToArray();
        }
    }

    [Theory]
    [InlineData(10.5625f, -1)]
    [InlineData(10.5626f, 0)]
    [InlineData(20.25f, -1)]
    [InlineData(20.2501f, 1)]
    [InlineData(2575.5f, 37)]
    [InlineData(2575.5625f, -1)]
    [InlineData(2575.6f, 38)]
    [InlineData(9.9e7f, 38)]
    [InlineData(1e8f, -1)]
    [InlineData(0f, -1)]
    [InlineData(float.NaN, -1)]
    public void Distances_on_an_edge_have_no_class(float square, int bin) => DistanceBins.Templates.Of(square).ShouldBe(bin);

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Should.Throw<ArgumentException>(() => new ChainTemplates(6, Helix(5))).Message.ShouldContain("A template with 5 residues is not aligned to a chain of 6");
        Should.Throw<ArgumentException>(() => new TemplateStructure([1, 2], new float[3], new bool[1])).Message.ShouldContain("2 residues need 74 atoms");
        Should.Throw<ArgumentException>(() => new TemplateStructure([32], new float[111], new bool[37])).Message.ShouldContain("32 is not below 32");
        Should.Throw<ArgumentException>(() => new TemplateSlots(2, [1, 2, 3], new float[216], new bool[72])).Message.ShouldContain("2 template slots");
    }

    private static TemplateStructure Structure(int length, Func<int, float> coordinate)
    {
        byte[] residues = [.. Enumerable.Range(1, length).Select(residue => (byte)residue)];
        var positions = Enumerable.Range(0, length * Atom37.Count * 3).Select(coordinate).ToArray();
        return new TemplateStructure([.. residues], positions, [.. Enumerable.Repeat(true, length * Atom37.Count)]);
    }
}
