using Foldline.Features;
using Foldline.Sequences;

namespace Foldline.Training.Steps;

public sealed class StandardSymmetriesTests
{
    [Fact]
    public void Ring_and_carboxylate_atoms_swap_and_the_last_residue_has_both_its_ends()
    {
        var target = new Target
        {
            Name = "t", Entities = [new Entity { Kind = EntityKind.Protein, Sequence = "GFLD", ChainIds = ["A"] }],
        };
        var layout = new Featurizer().Build(target, null, new FeatureOptions { UseMsa = false }).Layout;
        var symmetries = StandardSymmetries.Of(layout);
        symmetries.Count.ShouldBe(2);                             // F, and D with its carboxylate and the chain's end
        string Swap(int residue, int permutation) => string.Concat(symmetries[residue].Permutations[permutation]
            .Select((to, from) => (to, from)).Where(pair => pair.to != pair.from)
            .Select(pair => $" {layout.AtomName[symmetries[residue].FirstAtom + pair.from]}>{layout.AtomName[symmetries[residue].FirstAtom + pair.to]}"));
        Swap(0, 0).ShouldBe(" CD1>CD2 CD2>CD1 CE1>CE2 CE2>CE1");
        symmetries[1].Permutations.Length.ShouldBe(3);
        Swap(1, 0).ShouldBe(" OD1>OD2 OD2>OD1");
        Swap(1, 2).ShouldBe(" O>OXT OD1>OD2 OD2>OD1 OXT>O");
    }
}
