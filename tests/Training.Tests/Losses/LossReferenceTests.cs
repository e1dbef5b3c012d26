using Foldline.Network.Verification;
using Foldline.Training.Verification;

namespace Foldline.Training.Losses;

public sealed class LossReferenceTests
{
    public static TheoryData<string> Carried { get; } = Names(Path.Combine(Repository.Golden, "losses"));

    public static TheoryData<string> All { get; } =
        Names(Repository.Reference is { } reference ? Path.Combine(reference, "losses") : Path.Combine(Repository.Golden, "losses"));

    [Theory, MemberData(nameof(Carried))]
    public void Carried_cases_give_the_originals_values_and_gradients(string name) => Check(Path.Combine(Repository.Golden, "losses", name));

    [Theory, MemberData(nameof(All))]
    public void All_cases_give_the_originals_values_and_gradients(string name) => Check(Repository.RequireReference($"losses/{name}"));

    private static void Check(string path)
    {
        var result = TrainingVerifier.Verify(path);
        result.Outputs.Where(output => !output.IsOk).ShouldBeEmpty();
        result.Status.ShouldBe(CaseStatus.Ok, result.Reason);
    }

    private static TheoryData<string> Names(string folder)
        => [.. Directory.GetFiles(folder, "*.safetensors").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
