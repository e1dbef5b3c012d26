using System.IO.Compression;
using Foldline.Network.Configuration;
using Foldline.Network.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Model;

public sealed class StateDictionaryTests
{
    public static TheoryData<string> Published() =>
        [.. NetworkRegistry.All.Select(configuration => configuration.Name).Where(name => name != NetworkRegistry.Demo)];

    [Theory]
    [MemberData(nameof(Published))]
    public void Names_and_shapes_equal_the_published_checkpoint(string name)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Repository.Golden, "state_dicts", $"{name}.tsv.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        var expected = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        using var model = new ProtenixModel(NetworkRegistry.Get(name), META);

        var actual = model.state_dict().Select(pair => $"{pair.Key}\t{string.Join(",", pair.Value.shape)}").ToHashSet();
        actual.Except(expected).ShouldBeEmpty("not in the checkpoint");
        expected.Except(actual).ShouldBeEmpty("missing");
        actual.Count.ShouldBe(expected.Length);
    }

    [Fact]
    public void Only_the_constraint_model_may_lack_a_weight()
    {
        foreach (var configuration in NetworkRegistry.All)
        {
            using var model = new ProtenixModel(configuration, META);
            string[] expected = configuration.Name.Contains("constraint") ? ["input_embedder.linear_esm.weight"] : [];
            model.OptionalWeights.SetEquals(expected).ShouldBeTrue(configuration.Name);
            model.OptionalWeights.IsSubsetOf(model.state_dict().Keys).ShouldBeTrue(configuration.Name);
        }
    }
}
