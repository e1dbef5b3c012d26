using System.Diagnostics;

namespace Foldline.Cli.Tests.Training;

/// <summary>Training by the real executable, in its own process, killed without warning.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Steps = 7;
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "training", Guid.NewGuid().ToString("N")[..12])).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_killed_run_goes_on_with_the_losses_of_an_uninterrupted_one_to_the_bit()
    {
        var config = Path.Combine(_folder, "config.json");
        var entry = Path.Combine(AppContext.BaseDirectory, "Demonstration", "2LWU.cif.gz");
        await File.WriteAllTextAsync(config, $$"""
            { "model": "foldline-demo", "steps": {{Steps}}, "seed": 5, "diffusionBatch": 2, "cycles": 2, "miniRolloutSteps": 2, "checkpointEvery": 3, "keepCheckpoints": 1,
              "evaluationSamples": 1, "evaluationSteps": 1, "optimisation": { "schedule": { "kind": "constant", "rate": 1e-3 } },
              "entries": [ { "name": "peptide", "structure": "{{entry}}", "chains": [ { "id": "A", "first": 1, "last": 6 } ], "resolution": 2 } ] }
            """);
        using (var straight = Start(config, "straight")) await EndAsync(straight, expected: 0);

        using (var broken = Start(config, "broken"))
        {
            // Past the checkpoint of step 3 and before the one of step 6: steps that were done and written are done again.
            await UntilAsync(broken, () => Losses("broken").Count >= 5);
            broken.Kill();                                        // SIGKILL: no handler runs
            await broken.WaitForExitAsync();
        }
        Losses("broken").Count.ShouldBeInRange(5, Steps);
        using (var resumed = Start(config, "broken")) await EndAsync(resumed, expected: 0);

        Losses("straight").Count.ShouldBe(Steps);
        Losses("broken").ShouldBe(Losses("straight"));
        Weights("broken").AsSpan().SequenceEqual(Weights("straight")).ShouldBeTrue();
    }

    private Process Start(string config, string output)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "foldline.dll"), "train", config, "--out", Path.Combine(_folder, output), "--threads", "1"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task EndAsync(Process process, int expected)
    {
        var (output, messages) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(expected, $"{await output}\n{await messages}");
    }

    private static async Task UntilAsync(Process process, Func<bool> reached)
    {
        while (!reached())
        {
            process.HasExited.ShouldBeFalse("the run ended before it could be killed");
            await Task.Delay(5);
        }
    }

    // Every column but the last, the seconds; numbers are written so that they read back to the same bits.
    private List<string> Losses(string output)
    {
        var path = Path.Combine(_folder, output, "losses.csv");
        if (!File.Exists(path)) return [];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1);
        return [.. lines.Select(line => line[..Math.Max(0, line.LastIndexOf(','))])];
    }

    private byte[] Weights(string output) => File.ReadAllBytes(Path.Combine(_folder, output, "weights.safetensors"));
}
