namespace Foldline.Search.Tests;

public sealed class SearchCacheKeyTests
{
    private static readonly SequenceDatabase Database = new() { Name = "db", Path = "/a" };
    private static readonly DatabaseFingerprint Print = new(10, DateTimeOffset.UnixEpoch, "abc", IsWhole: true);
    private static readonly HmmerInstallation Tool = new("/usr/bin/jackhmmer", "3.3.2");
    private static readonly JackhmmerOptions Options = new();
    private static readonly string Key = SearchCacheKey.Of("MKV", Database, Print, Tool, Options);

    [Fact]
    public void What_decides_the_result_changes_the_key() =>
        new[]
        {
            SearchCacheKey.Of("MKL", Database, Print, Tool, Options),
            SearchCacheKey.Of("MKV", Database with { Name = "other" }, Print, Tool, Options),
            SearchCacheKey.Of("MKV", Database with { RowCap = 5 }, Print, Tool, Options),
            SearchCacheKey.Of("MKV", Database with { Size = 5 }, Print, Tool, Options),
            SearchCacheKey.Of("MKV", Database, Print with { ContentHash = "abd" }, Tool, Options),
            SearchCacheKey.Of("MKV", Database, Print, Tool with { Version = "3.4" }, Options),
            SearchCacheKey.Of("MKV", Database, Print, Tool, Options with { EValue = 1 }),
            SearchCacheKey.Of("MKV", Database, Print, Tool, Options with { Iterations = 2 }),
            Key,
        }.ShouldBeUnique();

    [Fact]
    public void Where_and_how_fast_it_runs_does_not() =>
        new[]
        {
            SearchCacheKey.Of("MKV", Database with { Path = "/b", Roles = DatabaseRoles.Both }, Print with { Modified = DateTimeOffset.MaxValue }, Tool, Options),
            SearchCacheKey.Of("MKV", Database, Print, Tool with { Jackhmmer = "/opt/jackhmmer", HasRowLimit = true }, Options with { Cores = 1, FreeSpaceFloor = 0 }),
        }.ShouldAllBe(key => key == Key);

    [Fact]
    public void A_key_is_a_file_name() => Key.ShouldMatch("^[0-9a-f]{64}$");
}
