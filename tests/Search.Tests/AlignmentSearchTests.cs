using System.Collections.Immutable;

namespace Foldline.Search.Tests;

public sealed class AlignmentSearchTests
{
    private const string Query = "MKVLA";

    private static SequenceDatabase Database(string name, DatabaseRoles roles = DatabaseRoles.Unpaired) => new() { Name = name, Path = "/" + name, Roles = roles };

    private static SearchResult Result(params string[] rows) => new(
        $">query\n{Query}\n" + string.Concat(rows.Select(row => ">" + row.Replace(' ', '\n') + "\n")), rows.Length, rows.Length, TimeSpan.FromSeconds(1), "jackhmmer 3.3.2");

    [Fact]
    public void Unpaired_rows_follow_the_order_of_databases_without_duplicates()
    {
        var joined = AlignmentSearch.Combine(Query, [(Database("a"), Result("a1 MKVL-", "a2 M-VLA")), (Database("p", DatabaseRoles.Paired), Result("p1 -----")), (Database("b"), Result("b1 MKVL-", "b2 MKkVL-", "b3 --VLA"))]);
        joined.Unpaired.ShouldBe(">query\nMKVLA\n>a1\nMKVL-\n>a2\nM-VLA\n>b3\n--VLA\n");
        joined.UnpairedRows.ShouldBe(4);
    }

    [Fact]
    public void Paired_rows_keep_duplicates_and_come_only_from_databases_for_pairing()
    {
        var joined = AlignmentSearch.Combine(Query,
            [(Database("a"), Result("a1 MKVL-")), (Database("u", DatabaseRoles.Paired), Result("x MKVL-", "y MKVL-")), (Database("both", DatabaseRoles.Both), Result("UniRef100_A_9606/1-5 M-VLA", "meta MKV-A"))]);
        joined.Paired.ShouldBe(">query\nMKVLA\n>x\nMKVL-\n>y\nMKVL-\n>UniRef100_A_9606/1-5\nM-VLA\n");
        joined.Unpaired.ShouldBe(">query\nMKVLA\n>a1\nMKVL-\n>UniRef100_A_9606/1-5\nM-VLA\n>meta\nMKV-A\n");
        joined.PairedRows.ShouldBe(4);
    }

    [Fact]
    public void No_searches_leave_the_query() =>
        AlignmentSearch.Combine(Query, []).ShouldBe(new SearchedAlignments($">query\n{Query}\n", $">query\n{Query}\n", 1, 1));

    [Fact]
    public void What_the_user_brought_is_kept()
    {
        var found = AlignmentSearch.Combine(Query, []);
        found.Complete(new(null, "")).ShouldBe(new(found.Unpaired, ""));
        found.Complete(new("mine", null)).ShouldBe(new("mine", found.Paired));
    }

    [Fact]
    public async Task All_databases_are_searched_at_once_with_a_share_of_the_cores()
    {
        var both = new TaskCompletionSource();
        var running = 0;
        var search = new Scripted(async request =>
        {
            request.Cores.ShouldBe(2);
            if (Interlocked.Increment(ref running) == 2) both.SetResult();
            await both.Task.WaitAsync(TimeSpan.FromSeconds(10));
            return Result($"{request.Database.Name} M{request.Database.Name.ToUpperInvariant()}VLA");
        });
        var found = await new AlignmentSearch(search, new CoreBudget(5)).SearchAsync(Query, [Database("a"), Database("c")], "t");
        found.Unpaired.ShouldBe(">query\nMKVLA\n>a\nMAVLA\n>c\nMCVLA\n");
    }

    [Fact]
    public async Task A_failure_stops_the_others_and_is_the_one_told()
    {
        var stopped = false;
        var search = new Scripted(async request =>
        {
            if (request.Database.Name == "bad") throw new SearchException(SearchFaultKind.Resource, "no disk");
            try
            {
                await Task.Delay(Timeout.Infinite, request.Token);
            }
            finally
            {
                stopped = true;
            }
            return Result();
        });
        var fault = await Should.ThrowAsync<SearchException>(() => new AlignmentSearch(search, new CoreBudget(2)).SearchAsync(Query, [Database("good"), Database("bad")], "t"));
        fault.Message.ShouldBe("no disk");
        stopped.ShouldBeTrue();
    }

    [Fact]
    public async Task Short_chains_are_not_searched()
    {
        var search = new Scripted(_ => throw new InvalidOperationException("searched"));
        (await new AlignmentSearch(search, new CoreBudget(1)).SearchAsync("MKVL", [Database("a")], "t")).UnpairedRows.ShouldBe(1);
    }

    private sealed record Call(SequenceDatabase Database, int? Cores, CancellationToken Token);

    private sealed class Scripted(Func<Call, Task<SearchResult>> answer) : ISequenceSearch
    {
        public Task<SearchResult> SearchAsync(SearchRequest request, IProgress<SearchProgress>? progress = null, CancellationToken cancellationToken = default) =>
            answer(new Call(request.Database, request.Cores, cancellationToken));
    }
}
