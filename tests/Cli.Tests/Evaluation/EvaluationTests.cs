using System.IO.Compression;
using Foldline.Cli.Evaluation;
using Foldline.Cli.Running;
using Foldline.Cli.Terminal;
using Foldline.Sequences;
using Spectre.Console;

namespace Foldline.Cli.Tests.Evaluation;

public sealed class EvaluationTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "evaluation", Guid.NewGuid().ToString("N")[..12])).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_structure_compared_with_itself_is_perfect_and_a_moved_atom_costs()
    {
        var text = Unpack("1L2Y");
        var known = KnownStructure.Find(BundledWeights.Folder, "1l2y").ShouldNotBeNull();
        known.Compare(Write("same.cif", text)).ShouldBe((1.0, 154));
        var atom = text.Split('\n').First(line => line.StartsWith("ATOM", StringComparison.Ordinal));
        var cells = atom.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var moved = string.Join(' ', [.. cells[..10], "50.0", .. cells[11..]]);
        known.Compare(Write("moved.cif", text.Replace(atom, moved, StringComparison.Ordinal))).Lddt.ShouldBeInRange(0.9, 0.9999);
    }

    [Fact]
    public void A_chain_with_another_sequence_is_refused_by_name()
    {
        var known = KnownStructure.Find(BundledWeights.Folder, "1L2Y")!;
        Should.Throw<InputException>(() => known.Compare(Write("other.cif", Unpack("2LWU")))).Message.ShouldContain("chain A of");
        KnownStructure.Find(BundledWeights.Folder, "9zzz").ShouldBeNull();
    }

    [Fact]
    public void A_correlation_is_found_within_groups_and_chance_is_told()
    {
        var rising = Enumerable.Range(0, 12).Select(i => (Group: i % 2 == 0 ? "a" : "b", X: (double)i, Y: 2.0 * i + (i % 2 == 0 ? 100 : 0))).ToList();
        var within = Correlation.Within(rising, item => item.Group, item => item.X, item => item.Y);
        within.Coefficient.ShouldBe(1, 1e-9);
        within.Chance.ShouldBeLessThan(0.001);
        Correlation.Of(rising, item => item.X, item => item.Y).Coefficient.ShouldBeLessThan(0.5);
        Correlation.Of(rising, item => item.X, _ => 3).Coefficient.ShouldBe(double.NaN);
        Correlation.Of(rising, item => item.X, item => -item.Y).Chance.ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public async Task A_run_is_compared_sample_by_sample_and_held_to_a_limit()
    {
        foreach (var (sample, score) in new[] { (0, 0.1), (1, 0.3) })
        {
            var stem = Path.Combine(_folder, "run", "1L2Y", $"seed-1_sample-{sample}", $"1L2Y_seed-1_sample-{sample}");
            Directory.CreateDirectory(Path.GetDirectoryName(stem)!);
            File.WriteAllText($"{stem}_model.cif", Unpack("1L2Y"));
            File.WriteAllText($"{stem}_summary_confidences.json", $$"""{"seed":1,"sample":{{sample}},"ranking_score":{{score}},"plddt":90}""");
        }
        var (code, text) = await RunAsync("evaluate", Path.Combine(_folder, "run"), "--least", "0.99", "--csv", Path.Combine(_folder, "all.csv"));
        (code, text.Contains("1L2Y         1 seeds, 2 samples, 154 atoms: best 1.000", StringComparison.Ordinal)).ShouldBe((0, true), text);
        File.ReadAllLines(Path.Combine(_folder, "all.csv")).Length.ShouldBe(3);
        (await RunAsync("evaluate", Path.Combine(_folder, "run"), "--least", "1.01")).Code.ShouldBe(3);
        (await RunAsync("evaluate", Path.Combine(_folder, "nothing"))).Code.ShouldBe(2);
    }

    [Fact]
    public async Task Runs_of_different_steps_are_told_apart()
    {
        var original = Unpack("1L2Y");
        var atoms = original.Split('\n').Where(line => line.StartsWith("ATOM", StringComparison.Ordinal)).ToList();
        foreach (var (steps, sample) in from steps in new[] { 2, 20 } from sample in Enumerable.Range(0, 3) select (steps, sample))
        {
            var stem = Path.Combine(_folder, $"run-{steps}", "1L2Y", $"seed-1_sample-{sample}", $"1L2Y_seed-1_sample-{sample}");
            Directory.CreateDirectory(Path.GetDirectoryName(stem)!);
            string Moved(string text, string atom) => text.Replace(atom, string.Join(' ', [.. atom.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..10], "50.0", .. atom.Split(' ', StringSplitOptions.RemoveEmptyEntries)[11..]]), StringComparison.Ordinal);
            File.WriteAllText($"{stem}_model.cif", atoms[..(sample + 1)].Aggregate(original, Moved));
            File.WriteAllText($"{stem}_summary_confidences.json", $$"""{"seed":1,"sample":{{sample}},"ranking_score":{{(steps == 20 ? sample : -sample)}},"plddt":90}""");
            File.WriteAllText(Path.Combine(_folder, $"run-{steps}", "run.json"), $$"""{ "steps": {{steps}} }""");
        }
        var (code, text) = await RunAsync("evaluate", Path.Combine(_folder, "run-2"), Path.Combine(_folder, "run-20"));
        code.ShouldBe(0, text);
        text.ShouldContain("1L2Y         6 samples: ");
        text.ShouldContain("  2 steps    3 samples: ranking score 1.00");      // more atoms moved, smaller lDDT, smaller score
        text.ShouldContain("  20 steps   3 samples: ranking score -1.00");
        (await RunAsync("evaluate", Path.Combine(_folder, "run-2"))).Text.ShouldNotContain("steps  ");
        File.WriteAllText(Path.Combine(_folder, "run-2", "run.json"), "{");
        (await RunAsync("evaluate", Path.Combine(_folder, "run-2"))).Code.ShouldBe(2);
    }

    private static async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        var code = await Program.RunAsync(arguments, new Screen(console, console));
        return (code, text.ToString());
    }

    private static string Unpack(string entry)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(BundledWeights.Folder, entry + ".cif.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
