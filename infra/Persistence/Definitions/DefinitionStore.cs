using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Foldline.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Foldline.Persistence;

/// <summary>The definition catalogue in the state's database, SQLite or PostgreSQL: few rows, changed by people.</summary>
public sealed class DefinitionStore : IDefinitionStore
{
    private const int MostTries = 40;
    private readonly DbContextOptions<DefinitionContext> _options;

    private DefinitionStore(DbContextOptions<DefinitionContext> options) => _options = options;

    /// <summary>Opens the catalogue in the state that a text names, and makes its tables where they are missing.</summary>
    /// <param name="address">What <see cref="StateAddress.Parse"/> reads.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="RunException">The text is no address, or the database was written by a newer version.</exception>
    public static Task<DefinitionStore> OpenAsync(string address, CancellationToken cancellationToken = default) =>
        StateAddress.Parse(address) switch
        {
            { IsSqlite: true } file => OpenSqliteAsync(file.Place, cancellationToken),
            var server => OpenPostgresAsync(server.Place, cancellationToken),
        };

    /// <summary>Opens the catalogue in a state file, and makes its tables where they are missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="RunException">The file is no state file, or was written by a newer version.</exception>
    public static Task<DefinitionStore> OpenSqliteAsync(string path, CancellationToken cancellationToken = default)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var address = new SqliteConnectionStringBuilder { DataSource = full, DefaultTimeout = 30 }.ToString();
        return OpenAsync(options => options.UseSqlite(address, sqlite => sqlite.MigrationsHistoryTable(DefinitionContext.History)), full, cancellationToken);
    }

    /// <summary>Opens the catalogue in a PostgreSQL database, and makes its tables where they are missing.</summary>
    /// <param name="connection">The connection string.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public static Task<DefinitionStore> OpenPostgresAsync(string connection, CancellationToken cancellationToken = default) =>
        OpenAsync(options => options.UseNpgsql(connection, postgres => postgres.MigrationsHistoryTable(DefinitionContext.History)), null, cancellationToken);

    /// <inheritdoc/>
    public async Task<DefinitionHistory> HistoryAsync(string definitionId, CancellationToken cancellationToken)
    {
        await using var context = new DefinitionContext(_options);
        return await ReadAsync(context, definitionId, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DefinitionVersion?> FindVersionAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = new DefinitionContext(_options);
        return await context.Versions.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is { } row ? Version(row) : null;
    }

    /// <inheritdoc/>
    public async Task<DefinitionPage> ListAsync(DefinitionQuery query, CancellationToken cancellationToken)
    {
        await using var context = new DefinitionContext(_options);
        var rows = context.Versions.AsNoTracking();
        if (query.DefinitionIds.Count > 0) rows = rows.Where(row => query.DefinitionIds.Contains(row.DefinitionId));
        if (query.Ids.Count > 0) rows = rows.Where(row => query.Ids.Contains(row.Id));
        rows = query.Versions.Name switch
        {
            "Latest" => rows.Where(row => row.IsLatest),
            "Published" => rows.Where(row => row.IsPublished),
            "LatestOrPublished" => rows.Where(row => row.IsLatest || row.IsPublished),
            "LatestAndPublished" => rows.Where(row => row.IsLatest && row.IsPublished),
            "Draft" => rows.Where(row => !row.IsPublished),
            "AllVersions" => rows,
            var number => rows.Where(row => row.Version == int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)),
        };
        if (!string.IsNullOrWhiteSpace(query.Search))
        {
            var text = query.Search.Trim().ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // lower() of the database
            rows = rows.Where(row => row.Name.ToLower().Contains(text) || row.DefinitionId.ToLower().Contains(text)
                || row.Description.ToLower().Contains(text));
#pragma warning restore CA1304, CA1311, CA1862
        }
        var total = await rows.CountAsync(cancellationToken);
        var ordered = (query.OrderBy.ToUpperInvariant(), query.Descending) switch
        {
            ("NAME", false) => rows.OrderBy(row => row.Name).ThenBy(row => row.Id),
            ("NAME", true) => rows.OrderByDescending(row => row.Name).ThenBy(row => row.Id),
            ("VERSION", false) => rows.OrderBy(row => row.Version).ThenBy(row => row.Id),
            ("VERSION", true) => rows.OrderByDescending(row => row.Version).ThenBy(row => row.Id),
            (_, true) => rows.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id),
            _ => rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id),
        };
        var page = await ordered.Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken);
        return new DefinitionPage([.. page.Select(Version)], total);
    }

    /// <inheritdoc/>
    public async Task<DefinitionHistory> ChangeAsync(string definitionId, Func<DefinitionHistory, DefinitionHistory> change,
        CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ChangeOnceAsync(definitionId, change, cancellationToken);
            }
            catch (Exception error) when (tries < MostTries && (error is DbUpdateException || error.GetBaseException() is DbException))
            {
                // Another writer was faster: a serialization failure, a locked file, or the same version number twice.
                await Task.Delay(20 * tries, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<string?> SeedAsync(string definitionId, CancellationToken cancellationToken)
    {
        await using var context = new DefinitionContext(_options);
        return (await context.Seeds.AsNoTracking().FirstOrDefaultAsync(row => row.DefinitionId == definitionId, cancellationToken))?.ContentHash;
    }

    /// <inheritdoc/>
    public async Task RememberSeedAsync(string definitionId, string contentHash, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            await using var context = new DefinitionContext(_options);
            try
            {
                if (await context.Seeds.FindAsync([definitionId], cancellationToken) is { } known) known.ContentHash = contentHash;
                else context.Seeds.Add(new DefinitionSeedRow { DefinitionId = definitionId, ContentHash = contentHash });
                await context.SaveChangesAsync(cancellationToken);
                return;
            }
            catch (DbUpdateException) when (tries < MostTries)
            {
                await Task.Delay(20 * tries, cancellationToken);
            }
        }
    }

    private static async Task<DefinitionStore> OpenAsync(Action<DbContextOptionsBuilder> database, string? file, CancellationToken cancellationToken)
    {
        var builder = new DbContextOptionsBuilder<DefinitionContext>();
        database(builder);
        builder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        await using var context = new DefinitionContext(builder.Options);
        try
        {
            if (file is not null) await SchemaUpgrade.ApplyAsync(context, file, cancellationToken);
            else await context.Database.MigrateAsync(cancellationToken);
        }
        catch (SqliteException error)
        {
            throw new RunException($"The state file {file} cannot be opened: {error.Message}", error);
        }
        return new DefinitionStore(builder.Options);
    }

    private async Task<DefinitionHistory> ChangeOnceAsync(string definitionId, Func<DefinitionHistory, DefinitionHistory> change,
        CancellationToken cancellationToken)
    {
        await using var context = new DefinitionContext(_options);
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        var rows = await context.Versions.Where(row => row.DefinitionId == definitionId).ToDictionaryAsync(row => row.Id, cancellationToken);
        var before = await ReadAsync(context, definitionId, cancellationToken);
        var after = change(before);
        if (ReferenceEquals(before, after)) return before;
        var kept = after.Versions.Select(version => version.Id).ToHashSet(StringComparer.Ordinal);
        context.Versions.RemoveRange(rows.Values.Where(row => !kept.Contains(row.Id)));
        foreach (var version in after.Versions)
        {
            if (!rows.TryGetValue(version.Id, out var row))
            {
                row = new DefinitionRow { Id = version.Id, DefinitionId = definitionId, Name = "", Description = "", Content = "" };
                context.Versions.Add(row);
            }
            (row.Version, row.IsLatest, row.IsPublished) = (version.Version, version.IsLatest, version.IsPublished);
            (row.Name, row.Description, row.CreatedAt) = (version.Content.Name, version.Content.Description, version.CreatedAt.ToUnixTimeMilliseconds());
            row.Content = version.Content.ToJson().ToJsonString();
        }
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return after;
    }

    private static async Task<DefinitionHistory> ReadAsync(DefinitionContext context, string definitionId, CancellationToken cancellationToken)
    {
        var rows = await context.Versions.AsNoTracking().Where(row => row.DefinitionId == definitionId).OrderBy(row => row.Version)
            .ToListAsync(cancellationToken);
        return new DefinitionHistory(definitionId, [.. rows.Select(Version)]);
    }

    private static DefinitionVersion Version(DefinitionRow row) => new(row.Id, row.DefinitionId, row.Version, row.IsLatest, row.IsPublished,
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt), WorkflowDefinition.Parse(row.Content));
}
