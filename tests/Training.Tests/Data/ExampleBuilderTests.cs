using Foldline.Features;
using Foldline.Sequences;
using Foldline.Structures.Components;

namespace Foldline.Training.Data;

public sealed class ExampleBuilderTests
{
    private static readonly FeatureOptions SequenceOnly = new() { UseMsa = false };

    [Fact]
    public void Every_atom_of_a_complete_entry_is_resolved()
    {
        var example = Build(new TrainingEntry { Name = "trp-cage", Structure = "1l2y.cif.gz" });
        example.Sequences.ShouldBe(["NLYIQWLKDGGPSSGRPPPS"]);
        (example.Tokens, example.Atoms).ShouldBe((20, 154));
        example.Resolved.ShouldAllBe(resolved => resolved);
        example.Resolution.ShouldBe(-1);
    }

    [Fact]
    public void A_stretch_of_a_chain_keeps_its_own_coordinates()
    {
        var whole = Build(new TrainingEntry { Name = "whole", Structure = "1aki.cif.gz", Chains = [new ChainSelection("A")] });
        var part = Build(new TrainingEntry { Name = "part", Structure = "1aki.cif.gz", Chains = [new ChainSelection("A", 11, 40)] });
        part.Sequences[0].ShouldBe(whole.Sequences[0][10..40]);
        part.Resolution.ShouldBe(1.5, 1e-6);
        Centre(part, 1).ShouldBe(Centre(whole, 11));
        Centre(part, 30).ShouldBe(Centre(whole, 40));
    }

    [Fact]
    public void Two_equal_chains_become_copies_of_one_molecule()
    {
        var example = Build(new TrainingEntry { Name = "dimer", Structure = "1k6p.cif.gz" });
        example.Features["entity_id"].Values<long>().ToArray().Distinct().Count().ShouldBe(1);
        example.Features["sym_id"].Values<long>().ToArray().Distinct().Count().ShouldBe(2);
        example.Tokens.ShouldBe(198);
    }

    [Theory]
    [InlineData("Q", 1, 5, "has no chain Q")]
    [InlineData("A", 1, 500, "do not lie in chain A of 129")]
    public void A_chain_that_is_not_there_is_named(string chain, int first, int last, string expected)
        => Should.Throw<InputException>(() => Build(new TrainingEntry
        {
            Name = "wrong", Structure = "1aki.cif.gz", Chains = [new ChainSelection(chain, first, last)],
        })).Message.ShouldContain(expected);

    private static float[] Centre(TrainingExample example, int residue)
    {
        var atom = example.Features.Layout.CentreAtom[residue - 1];
        return example.Coordinates[(3 * atom)..(3 * atom + 3)];
    }

    private static TrainingExample Build(TrainingEntry entry)
    {
        var folder = Path.GetDirectoryName(Repository.RequireSharedData("pdb/" + entry.Structure))!;
        return new ExampleBuilder(ComponentLibrary.Bundled).Build(entry, folder, SequenceOnly);
    }
}
