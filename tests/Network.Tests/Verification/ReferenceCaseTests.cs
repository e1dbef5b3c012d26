using Foldline.Network.Verification;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Verification;

public sealed class ReferenceCaseTests
{
    public static TheoryData<string> All() => Repository.Reference is { } folder
        ? [.. Directory.GetFiles(Path.Combine(folder, "modules"), "*.safetensors").Select(path => Path.GetFileNameWithoutExtension(path)).Order()]
        : ["(all of them)"];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_reference_case_is_replayed_within_ten_noise_floors(string name)
    {
        var result = new Verifier(CPU, ScalarType.Float32).Verify(Repository.RequireReference($"modules/{name}.safetensors"));
        if (result.Status == CaseStatus.Skipped) Assert.Skip(result.Reason!);
        result.Status.ShouldBe(CaseStatus.Ok, $"{result.Reason} {string.Join("; ", result.Outputs.Where(output => !output.IsOk))}");
    }
}
