using System.Diagnostics;

namespace Foldline.Search.Tests;

public sealed class JackhmmerSearchTests : IDisposable
{
    private readonly SearchFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task The_program_gets_the_built_arguments_and_the_query()
    {
        var log = Path.Combine(_fixture.Root, "log");
        await _fixture.Search(SearchFixture.Fake("canned", ("FAKE_HMMER_LOG", log))).SearchAsync(_fixture.Request with { Cores = 1 });
        var lines = File.ReadAllLines(log)[1..];
        lines.ShouldBe(JackhmmerArguments.Build(new JackhmmerOptions(), _fixture.Database, lines[^2], lines[3], 1));
        Path.GetDirectoryName(Path.GetDirectoryName(lines[^2])).ShouldBe(_fixture.Temporary);
        _fixture.Leftovers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Hits_become_a3m_up_to_the_cap()
    {
        var canned = _fixture.Write("canned.sto", "# STOCKHOLM 1.0\n#=GS h1/1-8 DE [subseq from] h1\n\nquery MKV-LAAGH\nh1/1-8 MKVALA-GH\nh2/1-8 MKV-LAAGH\nh3/1-8 -KV-LAAGH\n//\n");
        var result = await _fixture.Search(SearchFixture.Fake("canned", ("FAKE_HMMER_OUTPUT", canned)))
            .SearchAsync(_fixture.Request with { Database = _fixture.Database with { RowCap = 3 } });
        result.A3m.ShouldBe(">query\nMKVLAAGH\n>h1/1-8 [subseq from] h1\nMKVaLA-GH\n>h2/1-8\nMKVLAAGH\n");
        result.Hits.ShouldBe(2);
        result.HitsFound.ShouldBe(3);
        result.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
        result.ToolVersion.ShouldBe("jackhmmer 9.9.9");
    }

    [Fact]
    public async Task A_search_without_hits_gives_the_query_alone() =>
        (await _fixture.Search(SearchFixture.Fake("canned")).SearchAsync(_fixture.Request)).A3m.ShouldBe(">query\nMKVLAAGH\n");

    [Theory]
    [InlineData("1", "Error: Parse failed (sequence file db.fasta):", SearchFaultKind.Deterministic)]
    [InlineData("134", "stockholm msa write failed\nsystem error: No space left on device", SearchFaultKind.Resource)]
    [InlineData("134", "malloc of size 8589934592 failed", SearchFaultKind.Resource)]
    [InlineData("1", "Fatal: failed to slurp", SearchFaultKind.Transient)]
    [InlineData("143", "", SearchFaultKind.Transient)]
    [InlineData("127", "setsid: failed to execute", SearchFaultKind.MissingTool)]
    [InlineData("7", "", SearchFaultKind.Transient)]
    public async Task A_failure_names_everything_and_its_kind(string exit, string stderr, SearchFaultKind kind)
    {
        var fault = await Should.ThrowAsync<SearchException>(() =>
            _fixture.Search(SearchFixture.Fake("fail", ("FAKE_HMMER_EXIT", exit), ("FAKE_HMMER_STDERR", stderr))).SearchAsync(_fixture.Request));
        fault.Kind.ShouldBe(kind);
        fault.ExitCode.ShouldBe(int.Parse(exit));
        fault.LastLines.ShouldBe(stderr.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        fault.Message.ShouldStartWith($"jackhmmer in database 'db' for target 't1': it ended with exit code {exit}. {(stderr.Length > 0 ? "Its last words: " : "It wrote no error.")}");
        (fault.Tool, fault.Database, fault.Target).ShouldBe(("jackhmmer", "db", "t1"));
        _fixture.Leftovers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_killed_program_asks_for_more_resources()
    {
        var fault = await Should.ThrowAsync<SearchException>(() => _fixture.Search(SearchFixture.Fake("killed")).SearchAsync(_fixture.Request));
        (fault.Kind, fault.ExitCode).ShouldBe((SearchFaultKind.Resource, 137));
    }

    [Theory]
    [InlineData("partial", SearchFaultKind.Transient, "cannot be read (Stockholm")]
    [InlineData("silent", SearchFaultKind.Transient, "wrote no alignment")]
    [InlineData("other", SearchFaultKind.Deterministic, "is not the query")]
    public async Task A_good_exit_with_bad_output_is_a_failure(string mode, SearchFaultKind kind, string words)
    {
        var fault = await Should.ThrowAsync<SearchException>(() => _fixture.Search(SearchFixture.Fake(mode)).SearchAsync(_fixture.Request));
        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(words);
        _fixture.Leftovers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_ends_the_whole_tree_within_two_seconds_and_leaves_nothing()
    {
        var (search, pids) = Hanging();
        using var cancel = new CancellationTokenSource();
        var running = search.SearchAsync(_fixture.Request, null, cancel.Token);
        var tree = await TreeAsync(pids);
        tree.ShouldAllBe(id => IsAlive(id));

        var clock = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        await GoneAsync(tree, TimeSpan.FromSeconds(2) - clock.Elapsed);
        _fixture.Leftovers.ShouldBeEmpty();
        (await _fixture.Budget.AcquireAsync(2)).Cores.ShouldBe(2);
    }

    [Fact]
    public async Task Time_out_ends_the_whole_tree_and_asks_for_more_time()
    {
        var (search, pids) = Hanging(new JackhmmerOptions { FreeSpaceFloor = 0, Timeout = TimeSpan.FromSeconds(1.5) });
        var fault = await Should.ThrowAsync<SearchException>(() => search.SearchAsync(_fixture.Request));
        fault.Kind.ShouldBe(SearchFaultKind.Resource);
        fault.Message.ShouldContain("stopped after 00:00:01.5");
        await GoneAsync(await TreeAsync(pids), TimeSpan.FromSeconds(2));
        _fixture.Leftovers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_flood_on_both_streams_neither_blocks_nor_fails()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        (await _fixture.Search(SearchFixture.Fake("flood")).SearchAsync(_fixture.Request, null, limit.Token)).Hits.ShouldBe(0);
    }

    [Fact]
    public async Task Progress_tells_time_and_output_while_the_program_runs()
    {
        var reports = new List<SearchProgress>();
        await _fixture.Search(SearchFixture.Fake("slow"), new JackhmmerOptions { FreeSpaceFloor = 0, ReportEvery = TimeSpan.FromMilliseconds(100) })
            .SearchAsync(_fixture.Request, new Direct(reports));
        reports.Count.ShouldBeGreaterThan(3);
        reports.ShouldAllBe(report => report.Target == "t1" && report.Database == "db");
        reports.Zip(reports.Skip(1)).ShouldAllBe(pair => pair.First.Elapsed < pair.Second.Elapsed);
        reports[^1].OutputBytes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_part_of_a_file_read_is_told()
    {
        var path = _fixture.Write("big", new string('x', 100_000));
        using var reader = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec 3<'{path}'; dd bs=1000 count=25 <&3 >/dev/null 2>&1; sleep 20"]))!;
        try
        {
            double? fraction = 0;
            for (var attempt = 0; attempt < 100 && fraction is not 0.25; attempt++)
            {
                await Task.Delay(50);
                fraction = ProcessProgress.FractionRead(reader.Id, path);
            }
            fraction.ShouldBe(0.25);
            ProcessProgress.FractionRead(reader.Id, _fixture.DatabasePath).ShouldBeNull();
        }
        finally
        {
            reader.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_disk_below_the_floor_is_refused_before_the_start()
    {
        var fault = await Should.ThrowAsync<SearchException>(() =>
            _fixture.Search(SearchFixture.Fake("canned"), new JackhmmerOptions { FreeSpaceFloor = long.MaxValue }).SearchAsync(_fixture.Request));
        fault.Kind.ShouldBe(SearchFaultKind.Resource);
        fault.Message.ShouldContain("free, less than the");
        _fixture.Leftovers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_temporary_folder_that_cannot_be_made_is_named()
    {
        var search = new JackhmmerSearch(SearchFixture.Fake("canned"), new JackhmmerOptions(), Path.Combine(_fixture.DatabasePath, "tmp"), _fixture.Budget, TimeProvider.System);
        var fault = await Should.ThrowAsync<SearchException>(() => search.SearchAsync(_fixture.Request));
        fault.Message.ShouldContain($"the temporary folder {_fixture.DatabasePath}");
    }

    [Fact]
    public async Task What_a_killed_process_left_is_swept_and_a_living_search_is_not()
    {
        var abandoned = Path.Combine(_fixture.Temporary, "search-0123");
        Directory.CreateDirectory(abandoned);
        File.WriteAllText(Path.Combine(abandoned, "owner.lock"), "");
        File.WriteAllText(Path.Combine(abandoned, "output.sto"), "half");
        var (search, pids) = Hanging();
        using var cancel = new CancellationTokenSource();
        var living = search.SearchAsync(_fixture.Request, null, cancel.Token);
        var tree = await TreeAsync(pids);
        await _fixture.Search(SearchFixture.Fake("canned")).SearchAsync(_fixture.Request with { Cores = 1 });
        Directory.Exists(abandoned).ShouldBeFalse();
        tree.ShouldAllBe(id => IsAlive(id));
        _fixture.Leftovers.Length.ShouldBe(1);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => living);
    }

    [Fact]
    public async Task A_search_whose_owner_was_killed_is_ended_by_the_next_one()
    {
        var abandoned = Path.Combine(_fixture.Temporary, "search-4567");
        Directory.CreateDirectory(abandoned);
        File.WriteAllText(Path.Combine(abandoned, "owner.lock"), "");
        using var orphan = Process.Start(ProcessGroup.Setsid!, ["/bin/sh", "-c", "sleep 600; exit", Path.Combine(abandoned, "output.sto")]);
        while (!File.ReadAllText($"/proc/{orphan.Id}/cmdline").StartsWith("/bin/sh", StringComparison.Ordinal)) await Task.Delay(10);
        await _fixture.Search(SearchFixture.Fake("canned")).SearchAsync(_fixture.Request);
        await GoneAsync([orphan.Id], TimeSpan.FromSeconds(2));
        _fixture.Leftovers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("missing.fasta", null, "does not exist")]
    [InlineData("empty.fasta", "", "is empty (0 bytes)")]
    [InlineData("packed.fasta", "\u001f\u008b", "is gzip, which HMMER cannot rewind")]
    public async Task A_database_that_cannot_be_searched_is_refused_by_name(string name, string? content, string words)
    {
        var path = Path.Combine(_fixture.Root, name);
        if (content is not null) File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(content));
        var fault = await Should.ThrowAsync<Sequences.InputException>(() =>
            _fixture.Search(SearchFixture.Fake("canned")).SearchAsync(_fixture.Request with { Database = _fixture.Database with { Path = path } }));
        fault.Message.ShouldStartWith("Database 'db': ");
        fault.Message.ShouldContain(words);
    }

    private (JackhmmerSearch Search, string Pids) Hanging(JackhmmerOptions? options = null)
    {
        var pids = Path.Combine(_fixture.Root, "pids");
        return (_fixture.Search(SearchFixture.Fake("hang", ("FAKE_HMMER_PIDS", pids)), (options ?? new JackhmmerOptions { FreeSpaceFloor = 0 }) with { Cores = 1 }), pids);
    }

    private static async Task<int[]> TreeAsync(string pids)
    {
        for (var attempt = 0; !File.Exists(pids); attempt++)
        {
            attempt.ShouldBeLessThan(400, "the stand-in did not start");
            await Task.Delay(25);
        }
        return [.. File.ReadAllText(pids).Split(' ').Select(int.Parse)];
    }

    private static async Task GoneAsync(int[] tree, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (tree.Any(IsAlive))
        {
            clock.Elapsed.ShouldBeLessThan(within, $"still alive: {string.Join(", ", tree.Where(IsAlive))}");
            await Task.Delay(20);
        }
    }

    /// <summary>Running: not gone, and not a zombie that waits for its parent.</summary>
    private static bool IsAlive(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed class Direct(List<SearchProgress> reports) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => reports.Add(value);
    }
}
