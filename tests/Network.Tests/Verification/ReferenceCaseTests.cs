using Foldline.Network.Verification;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Verification;

public sealed class ReferenceCaseTests : IDisposable
{
    private static readonly Verifier Verifier = new(CPU, ScalarType.Float32), Rounded = new(CPU, ScalarType.BFloat16);
    private readonly string _folder = Directory.CreateTempSubdirectory("foldline-verify-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> All() => Repository.Reference is { } folder ? Names(Path.Combine(folder, "modules")) : ["(all of them)"];

    public static TheoryData<string> Carried() => Names(Path.Combine(Repository.Golden, "Network"));

    [Theory]
    [MemberData(nameof(Carried))]
    public void Every_carried_case_is_replayed_within_its_tolerance(string name) =>
        ShouldBeOk(Verifier.Verify(Path.Combine(Repository.Golden, "Network", $"{name}.safetensors")));

    [Theory]
    [MemberData(nameof(All))]
    public void Every_reference_case_is_replayed_within_its_tolerance(string name)
    {
        var result = Verifier.Verify(Repository.RequireReference($"modules/{name}.safetensors"));
        if (result.Status == CaseStatus.Skipped) Assert.Skip(result.Reason!);
        ShouldBeOk(result);
    }

    [Theory]
    [MemberData(nameof(Carried))]
    public void Every_carried_case_is_replayed_in_bf16_within_what_rounding_costs(string name)
    {
        var result = Rounded.Verify(Path.Combine(Repository.Golden, "Network", $"{name}.safetensors"));
        if (result.Status == CaseStatus.Skipped) Assert.Skip(result.Reason!);
        ShouldBeOk(result);
        result.Tolerance.ShouldBeLessThan(0.05, "rounding costs no more than a few percent anywhere");
        if (name == "pairformer_block") result.Reason!.ShouldContain("99 % below");
    }

    [Theory]
    [InlineData("transition", "weight.linear_no_bias_a.weight", 0.9f)]
    [InlineData("transition", "weight.layernorm1.weight", 1.1f)]
    [InlineData("diffusion_conditioning", "weight.linear_no_bias_z.weight", 1.1f)]
    public void A_network_that_is_wrong_by_a_tenth_in_one_place_fails_in_bf16(string name, string key, float factor)
    {
        var result = Rounded.Verify(Changed(name, (array, values) =>
        {
            if (array.Name != key) return;
            for (int i = 0; i < values.Length; i++) values[i] *= factor;
        }));
        result.Status.ShouldBe(CaseStatus.Fail);
        result.LargestDifference.ShouldBeGreaterThan(1.5 * result.Tolerance);
    }

    [Theory]
    [InlineData("transition", "output")]
    [InlineData("diffusion_conditioning", "output.pair_z")]
    [InlineData("centre_random_augmentation", "output")]
    [InlineData("layernorm_small_variance", "output")]
    [InlineData("grad_triangle_multiplication_outgoing", "grad.weight.linear_g.weight")]
    public void A_changed_expectation_fails(string name, string key)
    {
        string path = Changed(name, (array, values) =>
        {
            if (array.Name == key) values[values.Length / 2] += 0.01f + 0.01f * MathF.Abs(values[values.Length / 2]);
        });
        var result = Verifier.Verify(path);
        result.Status.ShouldBe(CaseStatus.Fail);
        result.Worst!.Name.ShouldBe(key);
        result.LargestDifference.ShouldBeGreaterThan(result.Tolerance);
    }

    [Fact]
    public void A_value_that_is_not_a_number_fails()
    {
        var result = Verifier.Verify(Changed("transition", (array, values) =>
        {
            if (array.Name == "input.x") values[0] = float.NaN;
        }));
        result.Status.ShouldBe(CaseStatus.Fail);
    }

    [Fact]
    public void Weights_that_do_not_fit_fail_with_their_names()
    {
        string path = Path.Combine(_folder, "renamed.safetensors");
        using (var source = SafetensorsFile.Open(Path.Combine(Repository.Golden, "Network", "transition.safetensors")))
        {
            var renamed = source.Arrays.Select(array => source.Read(array.Name) with { Name = array.Name.Replace("weight.linear_no_bias_a", "weight.other") });
            SafetensorsWriter.Write(path, [.. renamed], source.Metadata);
        }

        var result = Verifier.Verify(path);
        result.Status.ShouldBe(CaseStatus.Fail);
        result.Reason!.ShouldContain("linear_no_bias_a.weight");
        result.Reason!.ShouldContain("other.weight");
    }

    [Fact]
    public void An_unknown_class_fails_and_a_training_case_is_skipped_by_name()
    {
        Verifier.Verify(WithClass("Perceiver")).ShouldSatisfyAllConditions(
            result => result.Status.ShouldBe(CaseStatus.Fail), result => result.Reason!.ShouldContain("Perceiver"));
        Verifier.Verify(WithClass("TrainingNoiseSampler")).Status.ShouldBe(CaseStatus.Skipped);
    }

    [Fact]
    public void A_file_without_a_class_is_an_input_error()
    {
        string path = Path.Combine(_folder, "plain.safetensors");
        SafetensorsWriter.Write(path, [NamedArray.From("a", [1f], 1)]);
        Should.Throw<InputException>(() => Verifier.Verify(path)).Message.ShouldContain("not a reference case");
    }

    private static TheoryData<string> Names(string folder) =>
        [.. Directory.GetFiles(folder, "*.safetensors").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    private static void ShouldBeOk(CaseResult result) =>
        result.Status.ShouldBe(CaseStatus.Ok, $"{result.Reason} {string.Join("; ", result.Outputs.Where(output => !output.IsOk))}");

    private string WithClass(string name)
    {
        string path = Path.Combine(_folder, $"{name}.safetensors");
        SafetensorsWriter.Write(path, [NamedArray.From("output", [1f], 1)], new Dictionary<string, string> { ["class"] = name, ["config"] = "{}" });
        return path;
    }

    private string Changed(string name, Action<ArrayHeader, float[]> change)
    {
        string path = Path.Combine(_folder, $"{name}.safetensors");
        using var source = SafetensorsFile.Open(Path.Combine(Repository.Golden, "Network", $"{name}.safetensors"));
        SafetensorsWriter.Write(path, [.. source.Arrays.Select(header =>
        {
            var array = source.Read(header.Name);
            if (array.Type != ElementType.Float32) return array;
            float[] values = array.Values<float>().ToArray();
            change(header, values);
            return NamedArray.From(header.Name, values, [.. header.Shape]);
        })], source.Metadata);
        return path;
    }
}
