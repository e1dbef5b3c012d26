using Foldline.Cli.Verification;

namespace Foldline.Cli.Tests.Verification;

public sealed class CaseVerifierTests
{
    [Theory]
    [InlineData("features/templates/template_features")]
    [InlineData("confidence/tiny_chains")]
    [InlineData("Network/transition")]
    public void Each_kind_of_case_is_replayed_by_its_part_of_the_product(string name)
    {
        var line = new CaseVerifier("cpu", "fp32").Verify(Path.Combine(Repository.Golden, name + ".safetensors"));
        line.Name.ShouldBe(Path.GetFileName(name));
        line.Verdict.ShouldBe(CaseVerdict.Ok, line.Reason);
        line.Worst.ShouldNotBeNull();
    }
}
