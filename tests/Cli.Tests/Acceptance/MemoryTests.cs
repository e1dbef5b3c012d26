using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Foldline.Cli.Tests.Acceptance;

/// <summary>The real program and what the system gives it: each in a process of its own, so that nothing else is counted.</summary>
[Trait("suite", "full")]
public sealed class MemoryTests : IDisposable
{
    private const int Scarce = 60 << 20;                                       // above what .NET itself asks for at once, below the pairs of the target
    private readonly Foldline _foldline = new();
    private bool _limited;

    public void Dispose() => _foldline.Dispose();

    /// <summary>
    /// From the moment that the network stands the kernel refuses the process more memory than it has, so the first attempt fails in libtorch's allocator; then it may have
    /// more again. malloc is left alone, which would otherwise have some in reserve.
    /// </summary>
    [Fact]
    public async Task A_target_that_runs_out_of_memory_is_folded_in_smaller_pieces()
    {
        _foldline.Variables["FOLDLINE_MALLOC"] = "0";
        var input = _foldline.File("big.fasta", $">big\n{string.Concat(Enumerable.Repeat(Proteins.Cage, 30))}\n");
        var started = _foldline.Start(Limit, ["run", input, "--out", _foldline.Out, "--no-msa", "--json", "--memory-gb", "64", .. Foldline.Quick]);
        var ended = (await started.EndAsync()).ShouldEndWith(0);

        var retry = JsonLines.Of(ended.Output).Single(line => line["event"]!.GetValue<string>() == "ActivityRetrying");
        retry["class"]!.GetValue<string>().ShouldBe("resource");
        retry["message"]!.GetValue<string>().ShouldContain("memory", Case.Insensitive);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_foldline.Out, "run.json")))!;
        var attempts = manifest["attempts"]!.AsArray().Where(attempt => attempt!["type"]!.GetValue<string>() == "Foldline.Predict").ToList();
        attempts.Select(attempt => attempt!["rung"]!.GetValue<int>()).ShouldBe([0, 1]);
        attempts.Select(attempt => attempt!["outcome"]!.GetValue<string>()).ShouldBe(["failed", "succeeded"]);
        (await File.ReadAllTextAsync(Path.Combine(_foldline.Out, "report.html"))).ShouldContain("in smaller pieces (rung 1)");
        File.Exists(Path.Combine(_foldline.Out, "big", "big_model.cif")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("128", "fp32")]
    [InlineData("128", "bf16")]
    [InlineData("512", "fp32")]
    [InlineData("512", "bf16")]
    public async Task The_planned_peak_is_the_measured_one_within_fifteen_per_cent(string tokens, string dtype)
    {
        var ended = (await _foldline.RunAsync("bench", "memory", "--tokens", tokens, "--rows", "64", "--dtype", dtype)).ShouldEndWith(0);
        JsonLines.Of(ended.Output).Single()["ratio"]!.GetValue<double>().ShouldBeInRange(0.85, 1.15, ended.Output);
    }

    [Fact]
    public async Task Two_hundred_predictions_leave_what_ten_left()
    {
        var ended = (await _foldline.RunAsync("bench", "stability")).ShouldEndWith(0);
        JsonLines.Of(ended.Output).Single()["ratio"]!.GetValue<double>().ShouldBeLessThan(1.05, ended.Output);
    }

    private void Limit(string line, int process)
    {
        var happened = JsonNode.Parse(line)!;
        string kind = happened["event"]!.GetValue<string>();
        if (!_limited && kind == "ActivityProgress" && happened["stage"]?.GetValue<string>() == "trunk")
        {
            Allow(process, $"{DataBytes(process) + Scarce}");
            _limited = true;
        }
        if (kind == "ActivityRetrying") Allow(process, "unlimited");
    }

    /// <summary>Memory that the process may write to: its heap and its private mappings.</summary>
    private static void Allow(int process, string bytes) => Process.Start("prlimit", [$"--pid={process}", $"--data={bytes}:unlimited"]).WaitForExit();

    private static long DataBytes(int process) =>
        1024 * long.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmData:", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
