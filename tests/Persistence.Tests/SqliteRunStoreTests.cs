using Foldline.Activities;
using Foldline.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence.Tests;

public sealed class SqliteRunStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private SqliteRunStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.Path, "state.db");

    public async ValueTask InitializeAsync() => _store = await SqliteRunStore.OpenAsync(Path);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<(RunRecord Run, IReadOnlyList<InstanceRecord> Instances)> BeginAsync(int count, Func<int, int>? priority = null)
    {
        var run = await _store.CreateRunAsync(new NewRun("r", "{}", "hash", Now), Token);
        await _store.AddInstancesAsync(run, [.. Enumerable.Range(0, count).Select(i => new NewInstance($"t{i}", "{}", "h", priority?.Invoke(i) ?? 0, Now))],
            Token);
        return (run, await _store.PageAsync(run, [InstanceStatus.Pending], InstancePlace.First, count, Token));
    }

    private static InstanceCommit Commit(InstanceRecord instance, long version) =>
        new() { InstanceKey = instance.Key, Version = version, Status = InstanceStatus.Running, Snapshot = "{}", At = Now };

    private static AttemptRecord Attempt(InstanceRecord instance, int number) =>
        new() { InstanceKey = instance.Key, Frame = 2, Number = number, Rung = 0, Owner = "m/1", StartedAt = Now };

    [Fact]
    public async Task The_migrated_schema_is_the_one_the_model_means()
    {
        string Schema(string path)
        {
            using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            // Columns by name: those that a later migration added stand behind the others.
            command.CommandText =
                """
                SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || COALESCE(c.dflt_value, '') || ' ' || c.pk
                FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '__EF%'
                UNION ALL SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1
                """;
            using var reader = command.ExecuteReader();
            var lines = new List<string>();
            while (reader.Read()) lines.Add(reader.GetString(0));
            return string.Join("\n", lines);
        }
        var meant = System.IO.Path.Combine(_folder.Path, "meant.db");
        await using (var state = new StateContext(new DbContextOptionsBuilder<StateContext>().UseSqlite($"Data Source={meant};Pooling=False").Options))
            await state.Database.EnsureCreatedAsync(Token);
        Schema(Path).ShouldBe(Schema(meant));
    }

    [Fact]
    public async Task A_state_of_a_newer_version_is_refused_and_a_file_that_is_no_state_too()
    {
        await using (var state = _store.Open()) await state.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('9999_Later', '11.0.0')", Token);
        (await Should.ThrowAsync<RunException>(() => SqliteRunStore.OpenAsync(Path, Token))).Message.ShouldContain("newer version");
        var other = System.IO.Path.Combine(_folder.Path, "other.db");
        await File.WriteAllTextAsync(other, string.Concat(Enumerable.Repeat("this is no database ", 100)), Token);
        (await Should.ThrowAsync<RunException>(() => SqliteRunStore.OpenAsync(other, Token))).Message.ShouldContain("cannot be opened");
    }

    [Fact]
    public async Task A_lock_left_by_a_killed_upgrade_does_not_stop_the_next()
    {
        var path = System.IO.Path.Combine(_folder.Path, "fresh.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-11-23 10:00:00')";
            await command.ExecuteNonQueryAsync(Token);
        }
        await using var store = await SqliteRunStore.OpenAsync(path, Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
        (await store.FindRunAsync("none", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_commit_from_an_old_version_changes_nothing()
    {
        var (_, instances) = await BeginAsync(1);
        await _store.CommitAsync(Commit(instances[0], 0) with { Attempts = [Attempt(instances[0], 1)] }, Token);
        await Should.ThrowAsync<StaleInstanceException>(() =>
            _store.CommitAsync(Commit(instances[0], 0) with { Status = InstanceStatus.Failed, Attempts = [Attempt(instances[0], 2)] }, Token));
        var stored = await _store.LoadAsync(instances[0].Key, Token);
        (stored.Status, stored.Version).ShouldBe((InstanceStatus.Running, 1));
        (await _store.AttemptsAsync(instances[0].Key, Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing_and_one_bad_commit_harms_no_other()
    {
        var (run, instances) = await BeginAsync(50);
        var writes = instances.Select(async (instance, i) =>
        {
            for (var version = 0; version < 10; version++)
                await _store.CommitAsync(Commit(instance, version)
                    with { Attempts = [Attempt(instance, version + 1) with { Owner = i == 7 && version == 3 ? null! : "m/1" }] }, Token);
        });
        (await Should.ThrowAsync<Exception>(() => Task.WhenAll(writes))).ShouldBeOfType<SqliteException>();
        var versions = (await _store.PageAsync(run, [InstanceStatus.Running], InstancePlace.First, 100, Token)).Select(instance => instance.Version).ToList();
        versions.Count(version => version == 10).ShouldBe(49);
        versions.Count(version => version == 3).ShouldBe(1);
        (await _store.OpenAttemptsAsync(run, Token)).Count.ShouldBe(493);
    }

    [Fact]
    public async Task Pages_go_by_priority_then_submission_and_miss_none()
    {
        var (run, _) = await BeginAsync(25, i => i % 3);
        var (names, after) = (new List<(int, long)>(), InstancePlace.First);
        while (await _store.PageAsync(run, [InstanceStatus.Pending], after, 4, Token) is { Count: > 0 } page)
        {
            names.AddRange(page.Select(instance => (-instance.Priority, instance.Ordinal)));
            after = page[^1].Place;
        }
        names.Count.ShouldBe(25);
        names.ShouldBe(names.Order());
    }

    [Fact]
    public async Task A_unit_is_found_once_committed_and_forgotten_with_its_artifact()
    {
        var key = UnitKey.Of("u", "x");
        var hash = new string('a', 64);
        var attempt = new UnitAttempt(key.Value, "x", "r", 1, 2, "m/1", Now);
        (await _store.BeginUnitAsync(attempt, Token)).ShouldBe(1);
        (await _store.BeginUnitAsync(attempt with { Owner = "m/2" }, Token)).ShouldBe(2);
        (await _store.FindUnitAsync(key, Token)).ShouldBeNull();
        await _store.EndUnitAsync(new UnitEnd(key.Value, 2, AttemptOutcome.Succeeded, Now, 5) { ResultJson = "42", Artifacts = [hash] }, Token);
        (await _store.FindUnitAsync(key, Token))!.ResultJson.ShouldBe("42");
        (await _store.ForgetUnitsOfAsync(new string('b', 64), Token)).ShouldBe(0);
        (await _store.ForgetUnitsOfAsync(hash, Token)).ShouldBe(1);
        (await _store.FindUnitAsync(key, Token)).ShouldBeNull();
        await using var state = _store.Open();
        (await state.UnitAttempts.OrderBy(row => row.Number).Select(row => row.Outcome).ToListAsync(Token))
            .ShouldBe([AttemptOutcome.Lost, AttemptOutcome.Succeeded]);
    }

    [Fact]
    public async Task What_is_committed_survives_reopening()
    {
        var (_, instances) = await BeginAsync(1);
        await _store.CommitAsync(Commit(instances[0], 0) with
        {
            Status = InstanceStatus.Failed,
            Failure = new InstanceFailure("a", "T", "A", FailureClass.Poison, "m", null, 2, null),
            Executions = [new ExecutionRecord { InstanceKey = instances[0].Key, Frame = 2, ActivityId = "a", ActivityType = "T",
                Status = ExecutionStatus.Faulted, StartedAt = Now, InputsJson = "{}" }],
        }, Token);
        await using var again = await SqliteRunStore.OpenAsync(Path, Token);
        var result = (await again.ResultsAsync((await again.FindRunAsync("r", Token))!, Token)).ShouldHaveSingleItem();
        result.Failure.ShouldBe(new InstanceFailure("a", "T", "A", FailureClass.Poison, "m", null, 2, null));
        (await again.ExecutionsAsync(instances[0].Key, Token)).ShouldHaveSingleItem().InputsJson.ShouldBe("{}");
    }
}
