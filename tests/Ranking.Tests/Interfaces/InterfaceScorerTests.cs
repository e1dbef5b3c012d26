using Foldline.Ranking.Confidences;
using Foldline.Ranking.Interfaces;
using Foldline.Sequences;

namespace Foldline.Ranking.Tests.Interfaces;

/// <summary>Two chains of two alanines; distances and errors are chosen so that every score can be worked out on paper.</summary>
public class InterfaceScorerTests
{
    // CB atoms: A1 at 0, A2 at 100, B1 at 7 (contact with A1), B2 at 200. CA atoms lie 1 Å beside.
    private static readonly float[] Coordinates =
    [
        0, 1, 0, 0, 0, 0,
        100, 1, 0, 100, 0, 0,
        7, 1, 0, 7, 0, 0,
        200, 1, 0, 200, 0, 0,
    ];

    // Bins of 0.5 Å: A1→B1 1.25, A1→B2 9.25, A2→B* 20.25; B1→A1 3.25, all else 15.25.
    private static int Error(int row, int column) => (row, column) switch
    {
        (0, 2) => 2, (0, 3) => 18, (1, 2) or (1, 3) => 40, (2, 0) => 6, _ => 30,
    };

    private static InterfaceScores Score(EntityKind kind = EntityKind.Protein)
    {
        var layout = Toy.Layout(["AA", "AA"], kind);
        // CB pLDDT: A1 81, B1 61; everything else 21.
        var prediction = Toy.Predict(layout, Coordinates, Error, atom => atom switch { 1 => 40, 5 => 30, _ => 10 });
        return ConfidenceCalculator.Compute(prediction, 1).Scores.Interfaces.ShouldHaveSingleItem();
    }

    [Fact]
    public void Contacts_are_between_beta_carbons_and_their_pLDDT_is_the_interface_pLDDT()
    {
        var face = Score();
        face.Contacts.ShouldBe(1);
        face.InterfacePlddt.ShouldBe((81 + 61) / 2f, 1e-3f);
        (face.FirstId, face.SecondId).ShouldBe(("A", "B"));
    }

    [Fact]
    public void IpSAE_takes_the_best_residue_with_a_scale_from_its_own_count()
    {
        var face = Score();
        // A1 has two partners below 10 Å: d0 is at its floor of 1 Å. B1 has one.
        face.IpsaeAB.ShouldBe((float)((1 / (1 + 1.25 * 1.25) + 1 / (1 + 9.25 * 9.25)) / 2), 1e-5f);
        face.IpsaeBA.ShouldBe((float)(1 / (1 + 3.25 * 3.25)), 1e-5f);
        face.IpsaeMin.ShouldBe(Math.Min(face.IpsaeAB, face.IpsaeBA));
        face.IpsaeMax.ShouldBe(Math.Max(face.IpsaeAB, face.IpsaeBA));
    }

    [Fact]
    public void IpSAE_of_nucleic_acids_has_a_scale_of_at_least_two() =>
        Score(EntityKind.Rna).IpsaeBA.ShouldBe((float)(1 / (1 + 3.25 / 2 * (3.25 / 2))), 1e-5f);

    [Fact]
    public void PDockQ_follows_its_logistic_curve() =>
        // One contact: log10(1) = 0, x = 0.
        Score().PDockQ.ShouldBe((float)(0.724 / (1 + Math.Exp(0.052 * 152.611)) + 0.018), 1e-6f);

    [Fact]
    public void PDockQ2_weighs_the_interface_pLDDT_with_the_error_of_the_contacts()
    {
        var face = Score();
        face.PDockQ2AB.ShouldBe((float)(1.31 / (1 + Math.Exp(-0.075 * (71 / (1 + 0.125 * 0.125) - 84.733))) + 0.005), 1e-4f);
        face.PDockQ2BA.ShouldBe((float)(1.31 / (1 + Math.Exp(-0.075 * (71 / (1 + 0.325 * 0.325) - 84.733))) + 0.005), 1e-4f);
    }

    [Fact]
    public void LIS_averages_what_lies_below_twelve_angstrom()
    {
        var face = Score();
        face.LisAB.ShouldBe((float)(((12 - 1.25) / 12 + (12 - 9.25) / 12) / 2), 1e-5f);
        face.LisBA.ShouldBe((float)((12 - 3.25) / 12), 1e-5f);
        face.Lis.ShouldBe((face.LisAB + face.LisBA) / 2);
        double contactAB = (12 - 1.25) / 12, contactBA = (12 - 3.25) / 12;
        face.Ilis.ShouldBe((float)((Math.Sqrt(face.LisAB * contactAB) + Math.Sqrt(face.LisBA * contactBA)) / 2), 1e-5f);
    }

    [Fact]
    public void Chains_far_apart_have_no_contact_and_no_docking_score()
    {
        var layout = Toy.Layout("AA", "AA");
        var face = ConfidenceCalculator.Compute(Toy.Predict(layout, Toy.Line(layout, 500), (_, _) => 60), 1).Scores.Interfaces[0];
        (face.Contacts, face.PDockQ, face.PDockQ2AB, face.InterfacePlddt, face.IpsaeMax, face.Lis, face.Ilis).ShouldBe((0, 0, 0, 0, 0, 0, 0));
    }

    [Fact]
    public void Three_chains_have_three_interfaces()
    {
        var layout = Toy.Layout("AA", "GA", "G");
        ConfidenceCalculator.Compute(Toy.Predict(layout, Toy.Line(layout, 20), (_, _) => 3), 1).Scores.Interfaces
            .Select(face => face.FirstId + face.SecondId).ShouldBe(["AB", "AC", "BC"]);
    }
}
