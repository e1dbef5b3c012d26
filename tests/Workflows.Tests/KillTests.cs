using System.Diagnostics;
using System.Globalization;
using Foldline.Persistence;
using Microsoft.Data.Sqlite;

namespace Foldline.Workflows.Tests;

/// <summary>A real process, killed by the system at random moments.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Host => Path.Combine(Repository.Root, "tests", "RunHost", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        "net10.0", "Foldline.RunHost.dll");

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[Host, _folder.Path, .. arguments]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private string[] Journal() => File.Exists(Path.Combine(_folder.Path, "journal.txt")) ? File.ReadAllLines(Path.Combine(_folder.Path, "journal.txt")) : [];

    private int Committed() => Journal().Count(line => line.StartsWith("committed", StringComparison.Ordinal));

    private async Task<IReadOnlyList<InstanceResult>> ResultsAsync()
    {
        await using var store = await SqliteRunStore.OpenAsync(Path.Combine(_folder.Path, "state.db"), TestContext.Current.CancellationToken);
        return await store.ResultsAsync((await store.FindRunAsync("run", TestContext.Current.CancellationToken))!, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_run_killed_at_random_moments_ends_each_instance_once_and_repeats_nothing_committed()
    {
        const int Instances = 8;
        var token = TestContext.Current.CancellationToken;
        var random = new Random(20261123);
        var (kills, exit) = (0, -1);
        for (var round = 0; round < 60 && exit < 0; round++)
        {
            using var process = Start(Instances.ToString(CultureInfo.InvariantCulture), "60");
            // Every other time at any moment, otherwise once it works: a machine under load needs a second to begin.
            var before = Committed();
            var deadline = Stopwatch.StartNew();
            while (kills % 2 == 1 && !process.HasExited && Committed() == before && deadline.Elapsed < TimeSpan.FromSeconds(60)) await Task.Delay(5, token);
            var killed = kills < 6 && !process.WaitForExit(random.Next(1, kills % 2 == 1 ? 150 : 900));
            if (killed)
            {
                process.Kill();
                kills++;
            }
            await process.WaitForExitAsync(token);
            if (!killed) exit = process.ExitCode;
        }

        exit.ShouldBe(0, string.Join("\n", (await ResultsAsync()).Select(result => result.Failure)));
        kills.ShouldBeGreaterThan(2);
        (await ResultsAsync()).ShouldAllBe(result => result.Status == InstanceStatus.Succeeded && result.Outputs["Ranked"] != null);
        var committed = new HashSet<string>();
        foreach (var line in Journal())
        {
            var (verb, what) = (line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]);
            if (verb == "start") committed.ShouldNotContain(what, "an activity ran again after its result had been committed");
            if (verb == "committed") committed.Add(what).ShouldBeTrue($"{what} was committed twice");
        }
        AttemptsAfterSuccess().ShouldBe(0);
        Journal().Count(line => line.StartsWith("unit ", StringComparison.Ordinal))
            .ShouldBeLessThanOrEqualTo(Instances / 2 + 2 * kills, "a shared search ran again after it had been committed");
    }

    [Fact]
    public async Task An_activity_that_ends_its_process_twice_is_quarantined_and_the_others_succeed()
    {
        var token = TestContext.Current.CancellationToken;
        var exits = new List<int>();
        for (var round = 0; round < 6 && (exits.Count == 0 || exits[^1] != 3); round++)
        {
            using var process = Start("6", "20", "crash");
            await process.WaitForExitAsync(token);
            exits.Add(process.ExitCode);
        }
        exits.ShouldBe([137, 137, 3]);
        var results = await ResultsAsync();
        results.Where(result => result.Status == InstanceStatus.Quarantined).Select(result => result.Name).ShouldBe(["victim"]);
        results.Count(result => result.Status == InstanceStatus.Succeeded).ShouldBe(5);
        var failure = results.Single(result => result.Name == "victim").Failure!;
        failure.Class.ShouldBe(Activities.FailureClass.Poison);
        failure.ActivityId.ShouldBe("predict");
        failure.Message.ShouldContain("loading 1/2");
    }

    /// <summary>Attempts that began although an earlier one of the same execution had succeeded.</summary>
    private long AttemptsAfterSuccess()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "state.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM attempts a JOIN attempts b ON a.instance_key = b.instance_key AND a.frame = b.frame AND b.number > a.number WHERE a.outcome = 0";
        return (long)command.ExecuteScalar()!;
    }
}
