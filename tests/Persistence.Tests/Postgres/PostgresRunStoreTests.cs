using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Foldline.Persistence.Tests;

public sealed class PostgresRunStoreTests : RunStoreContract
{
    private string? _connection;

    private protected override async Task<RunStore> OpenAsync() => await PostgresRunStore.OpenAsync(_connection ??= await SharedPostgres.DatabaseAsync(), Token);

    [Fact]
    public async Task The_migrated_schema_is_the_one_the_model_means()
    {
        async Task<string> SchemaAsync(string connection)
        {
            await using var source = NpgsqlDataSource.Create(connection);
            await using var command = source.CreateCommand(
                """
                SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || is_identity FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_EF%'
                UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\_\_EF%' ORDER BY 1
                """);
            await using var reader = await command.ExecuteReaderAsync(Token);
            var lines = new List<string>();
            while (await reader.ReadAsync(Token)) lines.Add(reader.GetString(0));
            return string.Join("\n", lines);
        }
        var meant = await SharedPostgres.DatabaseAsync();
        await using (var state = new StateContext(new DbContextOptionsBuilder<StateContext>().UseNpgsql(meant).Options)) await state.Database.EnsureCreatedAsync(Token);
        (await SchemaAsync(_connection!)).ShouldBe(await SchemaAsync(meant));
    }

    [Fact]
    public async Task Processes_that_open_an_empty_database_at_once_make_one_schema()
    {
        var connection = await SharedPostgres.DatabaseAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgresRunStore.OpenAsync(connection, Token)));
        (await stores[3].FindRunAsync("none", Token)).ShouldBeNull();
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_in_a_sentence_without_the_password()
    {
        var fault = await Should.ThrowAsync<RunException>(() => PostgresRunStore.OpenAsync("Host=127.0.0.1;Port=1;Database=x;Username=u;Password=secret", Token));
        fault.Message.ShouldContain("cannot be opened");
        fault.Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_state_of_a_newer_version_is_refused()
    {
        await using (var state = Store.Open()) await state.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('9999_Later', '11.0.0')", Token);
        (await Should.ThrowAsync<RunException>(OpenAsync)).Message.ShouldContain("newer version");
    }
}
