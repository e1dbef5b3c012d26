using Foldline.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Foldline.Persistence.Access;

/// <summary>Keys, tokens, kept answers and webhooks, in the database that also holds the state.</summary>
public sealed class AccessDatabase
{
    private readonly DbContextOptions<AccessContext> _options;

    private AccessDatabase(DbContextOptions<AccessContext> options) => _options = options;

    /// <summary>Opens the tables, makes them where they are absent, and brings an older schema up to date.</summary>
    /// <param name="address">What <see cref="StateAddress.Parse"/> reads.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="RunException">The text is no address, the database cannot be opened, or a newer version wrote it.</exception>
    public static async Task<AccessDatabase> OpenAsync(string address, CancellationToken cancellationToken = default)
    {
        var state = StateAddress.Parse(address);
        var builder = new DbContextOptionsBuilder<AccessContext>().ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        if (state.IsSqlite)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(state.Place)!);
            builder.UseSqlite(new SqliteConnectionStringBuilder { DataSource = state.Place, DefaultTimeout = 30 }.ToString(),
                sqlite => sqlite.MigrationsHistoryTable(AccessContext.History));
        }
        else
        {
            builder.UseNpgsql(state.Place, postgres => postgres.MigrationsHistoryTable(AccessContext.History));
        }
        var database = new AccessDatabase(builder.Options);
        try
        {
            await using var context = database.Open();
            await SchemaUpgrade.ApplyAsync(context, state.IsSqlite ? state.Place : "this database", cancellationToken);
        }
        catch (System.Data.Common.DbException error)
        {
            throw new RunException($"The database of keys cannot be opened: {error.Message}", error);
        }
        return database;
    }

    internal AccessContext Open() => new(_options);

    /// <summary>Answers whether the database answers.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = Open();
            await context.Keys.AnyAsync(cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or InvalidOperationException or TimeoutException)
        {
            return false;
        }
    }

    internal static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    internal static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    internal static DateTimeOffset? Time(long? ms) => ms is { } value ? Time(value) : null;
}
