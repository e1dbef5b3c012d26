using System.Text.Json;
using Foldline.Cli.Bench;
using Foldline.Network.Profiling;

namespace Foldline.Cli.Tests.Bench;

public sealed class BenchTests
{
    [Fact]
    public void A_result_line_has_the_documented_keys()
    {
        var rate = new MatmulRate(100, 0, 50, 2);
        var baseline = new Measurement([30, 20, 40], [50, 40, 60], 3_000_000);
        var result = new Measurement([12, 10, 11], [20, 19, 21], 1_500_000).ToResult("thing", new BenchOptions { Tokens = 7 }, rate, gflop: 0.5, baseline);
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(result));
        var keys = json.RootElement.EnumerateObject().Select(property => property.Name).ToList();
        string[] documented = ["name", "dtype", "tokens", "median_ms", "min_ms", "peak_mb", "gflop", "fraction_of_matmul", "baseline_ms", "baseline_mb", "ratio"];
        documented.ShouldBeSubsetOf(keys);
        json.RootElement.GetProperty("median_ms").GetDouble().ShouldBe(11);
        json.RootElement.GetProperty("min_ms").GetDouble().ShouldBe(10);
        json.RootElement.GetProperty("peak_mb").GetDouble().ShouldBe(1.5);
        json.RootElement.GetProperty("ratio").GetDouble().ShouldBe(0.5);
        json.RootElement.GetProperty("fraction_of_matmul").GetDouble().ShouldBe(0.5);
    }

    [Fact]
    public void Pieces_are_measured_in_turns_after_one_warm_up()
    {
        var order = new List<string>();
        var measurements = Measurement.Interleaved(new BenchOptions { Repeats = 2 }, CancellationToken.None, () => { order.Add("a"); return null; }, () => { order.Add("b"); return null; });
        order.ShouldBe(["a", "b", "a", "b", "a", "b"]);
        measurements.Count.ShouldBe(2);
        measurements[1].Milliseconds.Count.ShouldBe(2);
    }

    [Fact]
    public void An_unknown_benchmark_is_answered_with_the_known_ones()
    {
        Should.Throw<Foldline.Sequences.InputException>(() => Benchmarks.Get("nonsense")).Message.ShouldContain("matmul");
    }
}
