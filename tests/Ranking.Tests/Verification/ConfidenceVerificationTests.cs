using Foldline.Ranking.Verification;
using Foldline.Sequences;
using Foldline.Structures.Arrays;

namespace Foldline.Ranking.Tests.Verification;

public class ConfidenceVerificationTests
{
    public static TheoryData<string> Carried() =>
        [.. Directory.GetFiles(Path.Combine(Repository.Golden, "confidence"), "*.safetensors").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Carried))]
    public void A_carried_case_equals_the_original(string file) => ShouldEqual(Path.Combine(Repository.Golden, "confidence", file));

    [Theory]
    [InlineData("three_chain")]
    [InlineData("three_chain_asym_gap")]
    [InlineData("three_chain_interested_ligand")]
    public void A_large_case_equals_the_original(string name) => ShouldEqual(Repository.RequireReference($"confidence/{name}.safetensors"));

    [Theory]
    [InlineData("protenix_full_v05")]
    [InlineData("protenix_full_v1")]
    public void The_scores_of_a_whole_network_equal_the_originals(string name)
    {
        var result = ConfidenceVerification.VerifyScores(Repository.RequireReference($"modules/{name}.safetensors")).ShouldNotBeNull();
        result.Outputs.Count(output => output.Name.StartsWith("summary_confidence.", StringComparison.Ordinal)).ShouldBe(32);
        result.Outputs.Where(output => !output.Ok).Select(output => output.Name).ShouldBeEmpty();
    }

    [Fact]
    public void A_changed_reference_is_found_out()
    {
        var path = Path.Combine(Repository.Golden, "confidence", "tiny_chains.safetensors");
        var changed = Path.Combine(AppContext.BaseDirectory, "changed.safetensors");
        using (var file = SafetensorsFile.Open(path))
            SafetensorsWriter.Write(changed, [.. file.Arrays.Select(array => array.Name == "output.summary.1.gpde"
                ? NamedArray.From(array.Name, [file.Read(array.Name).Values<float>()[0] + 0.001f]) : file.Read(array.Name))], file.Metadata);
        var result = ConfidenceVerification.Verify(changed);
        result.Ok.ShouldBeFalse();
        result.Worst.Name.ShouldBe("summary.1.gpde");
        result.Outputs.Count(output => !output.Ok).ShouldBe(1);
    }

    [Fact]
    public void A_file_of_another_class_is_refused_by_name()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "other.safetensors");
        SafetensorsWriter.Write(path, [NamedArray.From("output", [1f], 1)], new Dictionary<string, string> { ["class"] = "Transition" });
        Should.Throw<InputException>(() => ConfidenceVerification.Verify(path)).Message.ShouldContain("\"Transition\"");
    }

    private static void ShouldEqual(string path)
    {
        var result = ConfidenceVerification.Verify(path);
        result.Outputs.ShouldNotBeEmpty();
        string.Join("; ", result.Outputs.Where(output => !output.Ok).Select(output => $"{output.Name}: {output.Difference:g3} > {output.Tolerance:g3}"))
            .ShouldBe("");
    }
}
