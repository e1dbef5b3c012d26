using Foldline.Features.Verification;
using Foldline.Sequences;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Tests.Templates;

public sealed class FeatureVerificationTests
{
    private static string Carried => Path.Combine(Repository.Golden, "features", "templates", "template_features.safetensors");

    [Fact]
    public void The_carried_case_equals_the_original_in_every_output()
    {
        var result = FeatureVerification.Verify(Carried);
        result.Outputs.Select(output => output.Name).Order(StringComparer.Ordinal).ShouldBe(
        [
            "pb_pos", "table.restype_backbone_atom_idx_C_CA_N", "table.restype_pseudobeta_index", "template_backbone_frame_mask", "template_distogram",
            "template_pseudo_beta_mask", "template_unit_vector",
        ]);
        result.Outputs.Where(output => !output.Ok).ShouldBeEmpty();
        result.Name.ShouldBe("template_features");
    }

    [Fact]
    public void The_reference_case_equals_the_original() =>
        FeatureVerification.Verify(Repository.RequireReference("modules/template_features.safetensors")).Ok.ShouldBeTrue();

    [Theory]
    [InlineData("pb_pos")]
    [InlineData("template_pseudo_beta_mask")]
    [InlineData("template_distogram")]
    [InlineData("template_unit_vector")]
    [InlineData("template_backbone_frame_mask")]
    [InlineData("table.restype_pseudobeta_index")]
    [InlineData("table.restype_backbone_atom_idx_C_CA_N")]
    public void A_change_in_any_output_is_found_out(string output)
    {
        var result = FeatureVerification.Verify(Changed(output, array => array.Name == "output." + output ? Last(array) : array));
        result.Outputs.Where(one => !one.Ok).Select(one => one.Name).ShouldBe([output]);
        result.Worst.Name.ShouldBe(output);
    }

    [Fact]
    public void An_output_unknown_here_fails()
    {
        var result = FeatureVerification.Verify(Changed("unknown", array => array.Name == "output.pb_pos" ? array with { Name = "output.other" } : array));
        result.Outputs.Single(output => !output.Ok).ShouldBe(new("other", double.PositiveInfinity, result.Worst.Tolerance));
    }

    [Fact]
    public void Residue_classes_beyond_the_vocabulary_are_refused_by_file()
    {
        var path = Changed("classes", array => array.Name == "input.template_aatype" ? Fill(array, 32) : array);
        var fault = Should.Throw<InputException>(() => FeatureVerification.Verify(path));
        fault.Message.ShouldContain(path);
        fault.Message.ShouldContain("residue class 32");
    }

    [Fact]
    public void A_file_of_another_class_is_refused_by_name()
    {
        var path = Temporary("other");
        SafetensorsWriter.Write(path, [NamedArray.From("output", [1f], 1)], new Dictionary<string, string> { ["class"] = "Transition" });
        using (var file = SafetensorsFile.Open(path)) FeatureVerification.Handles(file).ShouldBeFalse();
        Should.Throw<InputException>(() => FeatureVerification.Verify(path)).Message.ShouldContain("\"Transition\"");
    }

    [Fact]
    public void A_file_without_outputs_proves_nothing()
    {
        var path = Changed("silent", array => array with { Name = array.Name.Replace("output.", "kept.", StringComparison.Ordinal) });
        Should.Throw<InputException>(() => FeatureVerification.Verify(path)).Message.ShouldContain("no output.*");
    }

    private static string Changed(string name, Func<NamedArray, NamedArray> change)
    {
        var path = Temporary(name);
        using var file = SafetensorsFile.Open(Carried);
        SafetensorsWriter.Write(path, [.. file.Arrays.Select(array => change(file.Read(array.Name)))], file.Metadata);
        return path;
    }

    private static string Temporary(string name) => Path.Combine(AppContext.BaseDirectory, $"changed_{name}.safetensors");

    // The last element, moved by 1 if it counts and by a thousandth if it measures.
    private static NamedArray Last(NamedArray array)
    {
        long[] shape = [.. array.Shape];
        if (array.Type == ElementType.Int64)
        {
            var counts = array.Values<long>().ToArray();
            counts[^1]++;
            return NamedArray.From(array.Name, counts, shape);
        }
        var values = array.Values<float>().ToArray();
        values[^1] += 1e-3f;
        return NamedArray.From(array.Name, values, shape);
    }

    private static NamedArray Fill(NamedArray array, long value) =>
        NamedArray.From(array.Name, Enumerable.Repeat(value, (int)array.Count).ToArray(), [.. array.Shape]);
}
