using Foldline.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence.Tests;

public sealed class SqliteRunStoreTests : RunStoreContract
{
    private string Path => System.IO.Path.Combine(Folder, "state.db");

    private protected override async Task<RunStore> OpenAsync() => await SqliteRunStore.OpenAsync(Path, Token);

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
        var meant = System.IO.Path.Combine(Folder, "meant.db");
        await using (var state = new StateContext(new DbContextOptionsBuilder<StateContext>().UseSqlite($"Data Source={meant};Pooling=False").Options))
            await state.Database.EnsureCreatedAsync(Token);
        Schema(Path).ShouldBe(Schema(meant));
    }

    [Fact]
    public async Task A_state_of_a_newer_version_is_refused_and_a_file_that_is_no_state_too()
    {
        await using (var state = Store.Open()) await state.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('9999_Later', '11.0.0')", Token);
        (await Should.ThrowAsync<RunException>(() => SqliteRunStore.OpenAsync(Path, Token))).Message.ShouldContain("newer version");
        var other = System.IO.Path.Combine(Folder, "other.db");
        await File.WriteAllTextAsync(other, string.Concat(Enumerable.Repeat("this is no database ", 100)), Token);
        (await Should.ThrowAsync<RunException>(() => SqliteRunStore.OpenAsync(other, Token))).Message.ShouldContain("cannot be opened");
    }

    [Fact]
    public async Task A_lock_left_by_a_killed_upgrade_does_not_stop_the_next()
    {
        var path = System.IO.Path.Combine(Folder, "fresh.db");
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
}
