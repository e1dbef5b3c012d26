using System.Threading.Channels;
using Foldline.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Foldline.Persistence;

/// <summary>
/// The state in PostgreSQL, shared by any number of processes. Steps of instances are written many at a time, in one statement and one round trip; a step whose
/// version is stale is left out and told so. While the server is out of reach, writers wait for it.
/// </summary>
public sealed class PostgresRunStore : RunStore
{
    private const int LargestBatch = 128, Writers = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private readonly NpgsqlDataSource _source;
    private readonly string _connection;
    private readonly DbContextOptions<StateContext> _options;
    private readonly Channel<Write> _writes = Channel.CreateUnbounded<Write>();
    private readonly Task _writers;

    private PostgresRunStore(NpgsqlDataSource source, string connection, DbContextOptions<StateContext> options)
    {
        (_source, _connection, _options) = (source, connection, options);
        _writers = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAllAsync)));
    }

    /// <summary>How long writers wait for a server out of reach before they give up; default 10 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The connection string, for those who keep tables of their own beside.</summary>
    public string ConnectionString => _connection;

    /// <summary>The same for tables whose loss costs nothing: commits do not wait for the disk.</summary>
    public string QueueConnectionString
    {
        get
        {
            var parts = Spared(_connection);
            (parts.ApplicationName, parts.Options) = ("foldline queue", "-c synchronous_commit=off");
            return parts.ToString();
        }
    }

    /// <inheritdoc/>
    public override bool IsOfOneProcess => false;

    /// <inheritdoc/>
    public override string Place
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(_connection);
            return $"PostgreSQL database {parts.Database} on {parts.Host}";
        }
    }

    private protected override string SizeSql => "SELECT pg_database_size(current_database()) AS \"Value\"";

    internal override string ClockSql => "(extract(epoch from clock_timestamp()) * 1000)::bigint";

    /// <summary>Connects, creates the tables where absent, and brings an older schema up to date.</summary>
    /// <param name="connection">A connection string of Npgsql.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="RunException">There is no such database, or a newer version wrote it.</exception>
    public static async Task<PostgresRunStore> OpenAsync(string connection, CancellationToken cancellationToken = default)
    {
        NpgsqlDataSource source;
        try
        {
            var parts = Spared(connection);
            (parts.ApplicationName, parts.IncludeErrorDetail) = ("foldline", false);
            source = NpgsqlDataSource.Create(parts);
        }
        catch (ArgumentException error)
        {
            throw new RunException($"The PostgreSQL connection cannot be understood: {error.Message} Write it as Host=…;Database=…;Username=….", error);
        }
        var options = new DbContextOptionsBuilder<StateContext>().UseNpgsql(source)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)).Options;
        try
        {
            await using (var alone = await AdvisoryLock.WaitAsync(connection, "upgrade", cancellationToken))
            await using (var state = new StateContext(options))
                await SchemaUpgrade.ApplyAsync(state, "this database", cancellationToken);
            return new PostgresRunStore(source, connection, options);
        }
        catch (Exception error) when (error is NpgsqlException or System.Net.Sockets.SocketException)
        {
            await source.DisposeAsync();
            throw new RunException($"The PostgreSQL database cannot be opened: {error.Message} Check that the server runs, the database exists and the user may create tables in it.",
                error);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task<IAsyncDisposable> LockRunAsync(string runId, CancellationToken cancellationToken) =>
        await AdvisoryLock.TryAsync(_connection, $"run {runId}", cancellationToken)
            ?? throw new RunException($"Another process is working on run '{runId}'. Wait until it has ended, or stop it.");

    /// <inheritdoc/>
    public override async Task<ILead?> TryLeadAsync(CancellationToken cancellationToken) => await AdvisoryLock.TryAsync(_connection, "lead", cancellationToken);

    /// <inheritdoc/>
    public override bool MayPass(Exception error) => PostgresFaults.MayPass(error);

    /// <inheritdoc/>
    public override async Task CommitAsync(InstanceCommit commit, CancellationToken cancellationToken)
    {
        var write = new Write(commit);
        await _writes.Writer.WriteAsync(write, cancellationToken);
        await write.Done.Task;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_writes.Writer.TryComplete()) return;
        await _writers;
        await _source.DisposeAsync();
    }

    internal override StateContext Open() => new(_options);

    internal override IQueryable<CampaignEventRow> SettledEvents(StateContext state) =>
        state.CampaignEvents.FromSqlRaw("SELECT * FROM campaign_events WHERE tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint");

    internal override async Task<T> WriteAsync<T>(Func<StateContext, Task<T>> write, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                await using var state = Open();
                await using var transaction = await state.Database.BeginTransactionAsync(cancellationToken);
                var result = await write(state);
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (Exception error) when (MayPass(error) && waited < Patience && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    internal override async Task InsertAsync(StateContext state, IEnumerable<InstanceRow> rows, CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)state.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY instances (run_key, name, ordinal, priority, status, inputs, inputs_hash, identity, version, created_at, updated_at) FROM STDIN (FORMAT BINARY)",
            cancellationToken);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(row.RunKey, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Name, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Ordinal, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Priority, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync((int)row.Status, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(row.Inputs, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.InputsHash, NpgsqlDbType.Text, cancellationToken);
            if (row.Identity is null) await copy.WriteNullAsync(cancellationToken);
            else await copy.WriteAsync(row.Identity, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(0L, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.CreatedAt, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.UpdatedAt, NpgsqlDbType.Bigint, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>
    /// Spares the server what we do not need: planning again what is asked again and again, and resetting a connection at each use, as none of ours changes its settings. Who
    /// has set either in the connection string, for a pooler in between say, keeps it.
    /// </summary>
    private static NpgsqlConnectionStringBuilder Spared(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        var said = parts.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!said.Contains("Max Auto Prepare")) (parts.MaxAutoPrepare, parts.AutoPrepareMinUsages) = (100, 3);
        if (!said.Contains("No Reset On Close")) parts.NoResetOnClose = true;
        return parts;
    }

    private async Task WriteAllAsync()
    {
        var batch = new Dictionary<long, Write>();
        while (await _writes.Reader.WaitToReadAsync())
        {
            batch.Clear();
            Write? held = null;
            while (batch.Count < LargestBatch && _writes.Reader.TryRead(out var write))
            {
                if (batch.TryAdd(write.Commit.InstanceKey, write)) continue;
                held = write;                                                     // two steps of one instance cannot share a statement
                break;
            }
            await WriteBatchAsync([.. batch.Values]);
            if (held is not null) await WriteBatchAsync([held]);
        }
    }

    /// <summary>Writes together; where something fails for good, each alone, so that one fault stays with its caller.</summary>
    private async Task WriteBatchAsync(List<Write> batch)
    {
        var unsure = false;
        for (var waited = TimeSpan.Zero; batch.Count > 0; waited += Pause)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync();
                if (unsure) batch = await StillToWriteAsync(connection, batch);
                if (batch.Count == 0) return;
                var moved = await StepBatch.WriteAsync(connection, [.. batch.Select(write => write.Commit)]);
                foreach (var write in batch)
                {
                    if (moved.Contains(write.Commit.InstanceKey)) write.Done.SetResult();
                    else write.Done.SetException(new StaleInstanceException(write.Commit.InstanceKey));
                }
                return;
            }
            catch (Exception error) when (MayPass(error) && waited < Patience)
            {
                unsure = true;                                                    // the answer may have been lost after the commit
                await Task.Delay(Pause);
            }
            catch (Exception error) when (batch.Count == 1)
            {
                batch[0].Done.SetException(error);
                return;
            }
            catch (Exception)
            {
                foreach (var write in batch) await WriteBatchAsync([write]);
                return;
            }
        }
    }

    /// <summary>Answers the writes that had been committed before their answer was lost; returns the others.</summary>
    private static async Task<List<Write>> StillToWriteAsync(NpgsqlConnection connection, List<Write> batch)
    {
        var there = new Dictionary<long, (long Version, string? Snapshot)>();
        await using (var command = new NpgsqlCommand("SELECT key, version, snapshot FROM instances WHERE key = ANY(@keys)", connection))
        {
            command.Parameters.AddWithValue("keys", batch.Select(write => write.Commit.InstanceKey).ToArray());
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) there[reader.GetInt64(0)] = (reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetString(2));
        }
        var remaining = new List<Write>();
        foreach (var write in batch)
        {
            if (there.TryGetValue(write.Commit.InstanceKey, out var row) && row == (write.Commit.Version + 1, write.Commit.Snapshot)) write.Done.SetResult();
            else remaining.Add(write);
        }
        return remaining;
    }

    private sealed record Write(InstanceCommit Commit)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
