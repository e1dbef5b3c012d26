using System.Diagnostics;

// Stands in for jackhmmer where tests need ends the real one reaches only on a bad day. FAKE_HMMER chooses the behaviour; the command line is jackhmmer's.
var mode = Variable("FAKE_HMMER") ?? "canned";
if (args is ["-h"])
{
    Console.WriteLine("# jackhmmer :: iteratively search a protein sequence against a protein database\n# HMMER 9.9.9 (Jan 2030); http://hmmer.org/");
    if (mode == "patched") Console.WriteLine("  --seq_limit <n> : limit the rows");
    return 0;
}

if (Variable("FAKE_HMMER_LOG") is { } log)
{
    File.WriteAllLines(log, [$"pid {Environment.ProcessId}", .. args]);
}

var output = args[Array.IndexOf(args, "-A") + 1];
var query = string.Concat(File.ReadLines(args[^2]).Skip(1));
switch (mode)
{
    case "canned":
    case "patched":
        File.WriteAllText(output, Variable("FAKE_HMMER_OUTPUT") is { } canned ? File.ReadAllText(canned) : QueryOnly());
        return 0;

    case "partial":
        File.WriteAllText(output, QueryOnly()[..^3]);
        return 0;

    case "silent":
        return 0;

    case "other":
        File.WriteAllText(output, $"# STOCKHOLM 1.0\n\nquery {query}A\n//\n");
        return 0;

    case "fail":
        File.WriteAllText(output, "# STOCKHOLM 1.0\n");
        Console.Error.WriteLine(Variable("FAKE_HMMER_STDERR"));
        return int.Parse(Variable("FAKE_HMMER_EXIT") ?? "1");

    case "hang":
        // A child of its own: only killing the whole group ends both.
        using (var child = Process.Start("/bin/sleep", ["600"]))
        {
            File.WriteAllText(Variable("FAKE_HMMER_PIDS") + ".tmp", $"{Environment.ProcessId} {child.Id}");
            File.Move(Variable("FAKE_HMMER_PIDS") + ".tmp", Variable("FAKE_HMMER_PIDS")!, overwrite: true);
            File.WriteAllText(output, "# STOCKHOLM 1.0\n");
            Thread.Sleep(TimeSpan.FromMinutes(10));
        }
        return 0;

    case "flood":
        // Far more than a pipe holds, on both streams, without line ends.
        var block = new byte[1 << 20];
        Array.Fill(block, (byte)'x');
        using (var standard = Console.OpenStandardOutput())
        using (var error = Console.OpenStandardError())
        {
            for (var repeat = 0; repeat < 32; repeat++)
            {
                error.Write(block);
                standard.Write(block);
            }
        }
        File.WriteAllText(output, QueryOnly());
        return 0;

    case "killed":
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(TimeSpan.FromSeconds(10));
        return 0;

    case "slow":
        File.WriteAllText(output, "# STOCKHOLM 1.0\n");
        Thread.Sleep(TimeSpan.FromSeconds(1));
        File.WriteAllText(output, QueryOnly());
        return 0;

    default:
        Console.Error.WriteLine($"FAKE_HMMER={mode} is not known.");
        return 2;
}

static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

string QueryOnly() => $"# STOCKHOLM 1.0\n\nquery {query}\n//\n";
