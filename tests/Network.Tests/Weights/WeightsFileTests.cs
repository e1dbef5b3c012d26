using System.IO.Compression;
using System.Text.Json;
using CsCheck;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Weights;

public sealed class WeightsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("foldline-weights-").FullName;

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static string Golden(string name) => Path.Combine(Repository.Golden, "checkpoints", name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Views_of_shared_storages_and_every_element_type_have_their_values()
    {
        using var file = WeightsFile.Open(Golden("views.pt"));
        using var expected = JsonDocument.Parse(File.ReadAllText(Golden("views.expected.json")));
        file.Format.ShouldBe(WeightsFormat.TorchZip);
        file.Tensors.Select(tensor => tensor.Header.Name).ShouldBe(expected.RootElement.EnumerateObject().Select(property => property.Name));
        foreach (var property in expected.RootElement.EnumerateObject())
        {
            using var tensor = file.Load(property.Name);
            tensor.shape.ShouldBe(property.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt64()));
            tensor.dtype.ToString().ToLowerInvariant().ShouldBe(property.Value.GetProperty("dtype").GetString()!["torch.".Length..]);
            using var doubles = tensor.to(float64).contiguous();
            if (doubles.numel() == 0) continue;
            doubles.data<double>().ToArray().ShouldBe(property.Value.GetProperty("values").EnumerateArray().Select(value => value.GetDouble()));
        }
    }

    [Fact]
    public void A_checkpoint_that_names_a_command_is_refused_by_that_name()
    {
        string before = Directory.GetCurrentDirectory();
        var fault = Should.Throw<InputException>(() => WeightsFile.Open(Golden("malicious.pt")));
        fault.Message.ShouldContain("malicious.pt");
        fault.Message.ShouldContain("posix.system");
        File.Exists(Path.Combine(before, "pwned.txt")).ShouldBeFalse();
    }

    [Fact]
    public void Half_precision_weights_equal_the_rounded_originals()
    {
        using var file = WeightsFile.Open(Golden("pairformer_block_bf16.pt"));
        file.Tensors.ShouldAllBe(tensor => tensor.Header.Type == ElementType.BFloat16);
        CompareWith(file, Repository.RequireReference("modules/pairformer_block.safetensors"), bfloat16);
    }

    [Fact]
    public void The_legacy_layout_has_the_original_weights()
    {
        using var file = WeightsFile.Open(Repository.RequireReference("checkpoints/pairformer_block_legacy.pt"));
        file.Format.ShouldBe(WeightsFormat.TorchLegacy);
        CompareWith(file, Repository.RequireReference("modules/pairformer_block.safetensors"), float32);
    }

    [Fact]
    public void A_distributed_checkpoint_has_the_original_weights_under_plain_names()
    {
        using var file = WeightsFile.Open(Repository.RequireReference("checkpoints/v05_ddp.pt"));
        CompareWith(file, Repository.RequireReference("modules/protenix_full_v05.safetensors"), float32);
    }

    [Fact]
    public void A_truncated_checkpoint_is_named_as_cut_off()
    {
        var fault = Should.Throw<InputException>(() => WeightsFile.Open(Repository.RequireReference("checkpoints/truncated.pt")));
        fault.Message.ShouldContain("truncated.pt");
        fault.Message.ShouldContain("cut off");
    }

    [Theory]
    [InlineData("model", "")]
    [InlineData(null, "")]
    [InlineData("model", "module.")]
    public void Weights_are_found_under_model_or_at_the_top_and_without_the_distributed_prefix(string? key, string prefix)
    {
        string path = PathOf("found.pt");
        PickledCheckpoint.Write(path, [NamedArray.From("a.weight", [1f, 2], 2), NamedArray.From("b.bias", [3L], 1)], key, prefix);
        using var file = WeightsFile.Open(path);
        file.Tensors.Select(tensor => tensor.Header.Name).ShouldBe(["a.weight", "b.bias"]);
        file.Parameters.ShouldBe(3);
        using var tensor = file.Load("b.bias");
        tensor.item<long>().ShouldBe(3);
    }

    [Fact]
    public void A_compressed_archive_is_refused()
    {
        string path = PathOf("deflated.pt");
        PickledCheckpoint.Write(path, [NamedArray.From("a", new float[1000], 1000)], level: CompressionLevel.Optimal);
        Should.Throw<InputException>(() => WeightsFile.Open(path)).Message.ShouldContain("is compressed");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("just text, long enough", "neither safetensors nor a checkpoint")]
    public void Other_files_are_refused(string content, string expected)
    {
        string path = PathOf("other.bin");
        File.WriteAllText(path, content);
        Should.Throw<InputException>(() => WeightsFile.Open(path)).Message.ShouldContain(expected);
    }

    [Fact]
    public void Tensors_outlive_the_file_and_writing_to_them_leaves_it_alone()
    {
        string path = PathOf("kept.safetensors");
        SafetensorsWriter.Write(path, [NamedArray.From("a", [1f, 2, 3], 3)]);
        byte[] before = File.ReadAllBytes(path);
        Tensor tensor, again;
        using (var file = WeightsFile.Open(path))
        {
            tensor = file.Load("a");
            again = file.Load("a");
        }
        tensor.add_(1);
        tensor.data<float>().ToArray().ShouldBe([2f, 3, 4]);
        tensor.Dispose();
        again.data<float>().ToArray().ShouldBe([2f, 3, 4]);                        // both look at the same private pages
        again.Dispose();
        File.ReadAllBytes(path).ShouldBe(before);
    }

    [Theory]
    [InlineData("views.pt")]
    [InlineData("malicious.pt")]
    [InlineData("small.pt")]
    [InlineData("legacy")]
    public void A_damaged_checkpoint_is_an_input_error_or_still_readable(string name)
    {
        string source = name switch
        {
            "small.pt" => PathOf(name),
            "legacy" => Repository.RequireReference("checkpoints/pairformer_block_legacy.pt"),
            _ => Golden(name),
        };
        if (name == "small.pt") PickledCheckpoint.Write(source, [NamedArray.From("weight", [1f, 2], 2)]);
        byte[] bytes = File.ReadAllBytes(source);
        string damaged = PathOf("damaged.pt");
        (from positions in Gen.Int[0, bytes.Length - 1].Array[1, 4]
         from values in Gen.Byte.Array[4]
         from keep in Gen.Int[0, bytes.Length]
         from truncate in Gen.Int[0, 3]
         select (positions, values, keep, cut: truncate == 0)).Sample(mutation =>
         {
             byte[] mutant = mutation.cut ? bytes[..mutation.keep] : [.. bytes];
             for (int index = 0; index < mutation.positions.Length; index++)
                 if (mutation.positions[index] < mutant.Length) mutant[mutation.positions[index]] = mutation.values[index];
             File.WriteAllBytes(damaged, mutant);
             try
             {
                 using var file = WeightsFile.Open(damaged);
                 foreach (var stored in file.Tensors.Where(tensor => tensor.Header.Bytes < 1 << 20))
                 {
                     using var tensor = file.Load(stored.Header.Name);
                     using var sum = tensor.to(float64).sum();
                     sum.item<double>();
                 }
             }
             catch (InputException fault)
             {
                 fault.Message.ShouldContain("damaged.pt");
             }
         }, iter: name == "legacy" ? 100 : 600, threads: 1);
    }

    private static void CompareWith(WeightsFile file, string reference, ScalarType rounding)
    {
        using var expected = SafetensorsFile.Open(reference);
        string[] names = [.. expected.Arrays.Select(array => array.Name).Where(name => name.StartsWith("weight.")).Select(name => name["weight.".Length..])];
        file.Tensors.Select(tensor => tensor.Header.Name).ShouldBe(names, ignoreOrder: true);
        foreach (string name in names)
        {
            using var actual = file.Load(name).to(float32);
            var array = expected.Read("weight." + name);
            using var original = tensor(array.Values<float>().ToArray(), array.Shape.ToArray()).to(rounding).to(float32);
            actual.shape.ShouldBe(original.shape, name);
            torch.equal(actual, original).all().item<bool>().ShouldBeTrue(name);
        }
    }
}
