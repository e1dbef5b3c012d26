using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Foldline.Cli.Tests.Acceptance;

/// <summary>Runs that are stopped, by the user or by force, and continued.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const int Interrupt = 2, Terminate = 15;
    private readonly Foldline _foldline = new();

    public void Dispose() => _foldline.Dispose();

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task A_signal_during_a_search_ends_it_in_seconds_with_everything_it_started(int signal)
    {
        var ids = Path.Combine(_foldline.Folder, "ids");
        _foldline.Variables["PATH"] = _foldline.Script("jackhmmer", $"[ \"$1\" = -h ] && exec REAL -h\nsleep 600 &\necho \"$$ $!\" > {ids}.tmp\nmv {ids}.tmp {ids}\nwait");
        string[] command = ["run", _foldline.File("one.fasta", $">cage\n{Proteins.Cage}\n"), "--out", _foldline.Out, .. Foldline.Quick];
        var running = _foldline.Start(command);
        await UntilAsync(() => File.Exists(ids));
        await StopsAsync(running, signal);
        foreach (var id in (await File.ReadAllTextAsync(ids)).Split(' ')) IsAlive(id.Trim()).ShouldBeFalse($"process {id} is still there");
        Directory.EnumerateFileSystemEntries(Path.Combine(_foldline.Data, "tmp")).ShouldBeEmpty();

        _foldline.Variables.Remove("PATH");
        (await _foldline.RunAsync([.. command, "--resume"])).ShouldEndWith(0);
    }

    [Fact]
    public async Task A_signal_while_the_network_works_ends_it_in_seconds_and_the_run_goes_on_with_resume()
    {
        var input = _foldline.File("one.fasta", $">cage\n{Proteins.Cage}\n>late\nLSDEDFKAVFGMTRSAFANLPLWKQQNLKKEKGLF\n");
        string[] command = ["run", input, "--out", _foldline.Out, "--no-msa", "--steps", "400", "--cycles", "1", "--samples", "1", "--json"];
        var running = _foldline.Start(command);
        await UntilAsync(() => Directory.Exists(Path.Combine(_foldline.Out, "cage")) || Directory.Exists(Path.Combine(_foldline.Out, "late")));
        await StopsAsync(running, Interrupt);
        (await File.ReadAllTextAsync(Path.Combine(_foldline.Out, "failures.csv"))).ShouldContain(",cancelled,");
        (await _foldline.RunAsync([.. command, "--resume"])).ShouldEndWith(0);
        ShouldHaveDoneEverythingOnce();
        (await File.ReadAllLinesAsync(Path.Combine(_foldline.Out, "failures.csv"))).Length.ShouldBe(1);
    }

    [Fact]
    public Task A_run_killed_again_and_again_repeats_nothing_and_gives_the_same_files() => KilledRunAsync(kills: 4, seed: 20261126);

    [Fact, Trait("suite", "full")]
    public Task A_run_killed_at_many_moments_repeats_nothing_and_gives_the_same_files() => KilledRunAsync(kills: 25, seed: Environment.TickCount);

    private async Task KilledRunAsync(int kills, int seed)
    {
        var input = _foldline.File("batch.fasta", Proteins.Batch);
        string[] options = ["--seeds", "1,2", "--steps", "3", "--cycles", "1", "--samples", "2"];
        var whole = Path.Combine(_foldline.Folder, "whole");
        (await _foldline.RunAsync(["run", input, "--out", whole, "--data", Path.Combine(_foldline.Folder, "data-whole"), .. options])).ShouldEndWith(0);

        var random = new Random(seed);
        string[] command = ["run", input, "--out", _foldline.Out, "--resume", .. options];
        var killed = 0;
        for (var attempt = 0; killed < kills && attempt < 3 * kills; attempt++)
        {
            var running = _foldline.Start(command);
            await Task.Delay(random.Next(300, kills > 10 ? 3000 : 5000));
            if (running.HasEnded) break;
            running.Kill();
            killed++;
            await running.EndAsync();
        }
        (await _foldline.RunAsync(command)).ShouldEndWith(0).Output.ShouldContain($"{Proteins.Names.Length} folded, 0 failed", Case.Sensitive, $"seed {seed}, {killed} kills");
        ShouldHaveDoneEverythingOnce();
        Processes("jackhmmer", _foldline.Folder).ShouldBeEmpty();
        foreach (var file in Directory.EnumerateFiles(whole, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(whole, file);
            if (name is "run.json" or "report.html" or ".foldline-run") continue;     // these tell times and the run's name
            File.ReadAllBytes(Path.Combine(_foldline.Out, name)).AsSpan().SequenceEqual(File.ReadAllBytes(file)).ShouldBeTrue($"{name} differs; seed {seed}, {killed} kills");
        }
    }

    private static async Task StopsAsync(Started running, int signal)
    {
        var clock = Stopwatch.StartNew();
        running.Signal(signal);
        (await running.EndAsync()).ShouldEndWith(130).ShouldSay("cancelled", "--resume");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    private void ShouldHaveDoneEverythingOnce()
    {
        using var state = new SqliteConnection($"Data Source={Path.Combine(_foldline.Data, "foldline.db")};Mode=ReadOnly;Pooling=False");
        state.Open();
        Twice("SELECT instance_key || '/' || frame FROM attempts WHERE outcome = 0 GROUP BY instance_key, frame HAVING COUNT(*) > 1");
        Twice("SELECT instance_key || '/' || activity_id FROM executions GROUP BY instance_key, activity_id HAVING COUNT(*) > 1");
        Twice("SELECT label FROM unit_attempts WHERE outcome = 0 GROUP BY key HAVING COUNT(*) > 1");
        void Twice(string sql)
        {
            using var command = state.CreateCommand();
            command.CommandText = sql;
            using var rows = command.ExecuteReader();
            var found = new List<string>();
            while (rows.Read()) found.Add(rows.GetString(0));
            found.ShouldBeEmpty(sql);
        }
    }

    private static IEnumerable<string> Processes(string name, string argument) =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _)
        let line = CommandLine(folder)
        where line.Contains(name, StringComparison.Ordinal) && line.Contains(argument, StringComparison.Ordinal)
        select line;

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // One that has ended but was not yet collected by its new parent is no longer alive.
    private static bool IsAlive(string id)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{id}/stat");
            return status[(status.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var waited = 0; !condition(); waited++)
        {
            waited.ShouldBeLessThan(1200, "it did not come in two minutes");
            await Task.Delay(100);
        }
    }
}
