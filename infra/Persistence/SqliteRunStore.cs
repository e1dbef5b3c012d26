using System.Threading.Channels;
using Foldline.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Foldline.Persistence;

/// <summary>
/// The state in one SQLite file: write-ahead log, synchronous NORMAL. SQLite takes one writer at a time, so all writing goes through one connection of ours;
/// what waits
/// meanwhile is written together in the next transaction. Each caller is answered when its transaction has been committed.
/// </summary>
public sealed class SqliteRunStore : RunStore
{
    private const int LargestBatch = 128;
    private const int Busy = 5, Locked = 6, IoError = 10, Full = 13;              // SQLite's result codes
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly string _path;
    private readonly DbContextOptions<StateContext> _options;
    private readonly Channel<Write> _writes = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writer;
    private readonly StateContext _state;
    private readonly CommitCommands _commands;

    private SqliteRunStore(string path, DbContextOptions<StateContext> options, StateContext state)
    {
        (_path, _options, _state) = (path, options, state);
        _commands = new CommitCommands(state.Database.GetDbConnection());
        _writer = Task.Run(WriteAllAsync);
    }

    /// <summary>Opens the file, creates it where absent, and brings an older schema up to date.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="RunException">The file is no state store, or was written by a newer version.</exception>
    public static async Task<SqliteRunStore> OpenAsync(string path, CancellationToken cancellationToken = default)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var options = new DbContextOptionsBuilder<StateContext>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = full, DefaultTimeout = 30 }.ToString())
            .AddInterceptors(new Pragmas())
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options;
        var state = new StateContext(options);
        try
        {
            await SchemaUpgrade.ApplyAsync(state, full, cancellationToken);
            await state.Database.OpenConnectionAsync(cancellationToken);
            return new SqliteRunStore(full, options, state);
        }
        catch (SqliteException error)
        {
            await state.DisposeAsync();
            throw new RunException($"The state file {full} cannot be opened: {error.Message}", error);
        }
        catch
        {
            await state.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task<IAsyncDisposable> LockRunAsync(string runId, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(runId)))[..16];
        try
        {
            // The system lets go of the lock when the process ends, however it ends.
            return Task.FromResult<IAsyncDisposable>(new FileStream($"{_path}.{name}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                FileOptions.DeleteOnClose));
        }
        catch (IOException error)
        {
            throw new RunException($"Another process is working on run '{runId}'. Wait until it has ended, or stop it.", error);
        }
    }

    /// <inheritdoc/>
    public override async Task CommitAsync(InstanceCommit commit, CancellationToken cancellationToken)
    {
        var write = new Write { Commit = commit };
        await _writes.Writer.WriteAsync(write, cancellationToken);
        await write.Done.Task;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_writes.Writer.TryComplete()) return;
        await _writer;
        _commands.Dispose();
        await _state.DisposeAsync();
        SqliteConnection.ClearPool((SqliteConnection)new StateContext(_options).Database.GetDbConnection());
    }

    internal override async Task InsertAsync(StateContext state, IEnumerable<InstanceRow> rows, CancellationToken cancellationToken)
    {
        await using var command = state.Database.GetDbConnection().CreateCommand();
        command.Transaction = state.Database.CurrentTransaction is { } open ? Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(open) : null;
        command.CommandText =
            """
            INSERT INTO instances (run_key, name, ordinal, priority, status, inputs, inputs_hash, identity, version, created_at, updated_at)
            VALUES (@run_key, @name, @ordinal, @priority, @status, @inputs, @inputs_hash, @identity, 0, @created_at, @created_at)
            """;
        foreach (var name in (string[])["run_key", "name", "ordinal", "priority", "status", "inputs", "inputs_hash", "identity", "created_at"])
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        foreach (var row in rows)
        {
            object?[] values = [row.RunKey, row.Name, row.Ordinal, row.Priority, (int)row.Status, row.Inputs, row.InputsHash, row.Identity, row.CreatedAt];
            for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>The file.</summary>
    public string FilePath => _path;

    /// <summary>How long a writer waits for a full disk or another writer before it gives up; default 2 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public override string Place => _path;

    /// <inheritdoc/>
    public override bool IsOfOneProcess => true;

    /// <inheritdoc/>
    public override bool MayPass(Exception error) => error switch
    {
        SqliteException told => told.SqliteErrorCode is Busy or Locked or IoError or Full,
        { InnerException: { } inner } => MayPass(inner),
        _ => false,
    };

    private protected override string SizeSql => "SELECT page_count * page_size AS \"Value\" FROM pragma_page_count(), pragma_page_size()";

    internal override string ClockSql => "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";

    /// <inheritdoc/>
    public override Task<ILead?> TryLeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<ILead?>(new FileLead(new FileStream($"{_path}.lead", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                FileOptions.DeleteOnClose)));
        }
        catch (IOException)
        {
            return Task.FromResult<ILead?>(null);
        }
    }

    /// <summary>The system lets go of it when the process ends, however it ends.</summary>
    private sealed class FileLead(FileStream file) : ILead
    {
        public Task<bool> HoldsAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public ValueTask DisposeAsync() => file.DisposeAsync();
    }

    internal override StateContext Open() => new(_options);

    internal override async Task<T> WriteAsync<T>(Func<StateContext, Task<T>> write, CancellationToken cancellationToken)
    {
        var result = default(T);
        var queued = new Write { Other = async state => result = await write(state) };
        await _writes.Writer.WriteAsync(queued, cancellationToken);
        await queued.Done.Task;
        return result!;
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<Write>(LargestBatch);
        while (await _writes.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _writes.Reader.TryRead(out var write)) batch.Add(write);
            await WriteBatchAsync(batch, TimeSpan.Zero);
        }
    }

    /// <summary>Writes together; where something fails, each alone, so that one fault stays with its caller.</summary>
    private async Task WriteBatchAsync(IReadOnlyList<Write> batch, TimeSpan waited)
    {
        try
        {
            var stale = new HashSet<Write>();
            await using (var transaction = await _state.Database.BeginTransactionAsync())
            {
                var raw = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(transaction);
                foreach (var write in batch)
                {
                    if (write.Commit is { } commit && !_commands.Write(commit, raw)) stale.Add(write);
                    if (write.Other is not { } other) continue;
                    _state.ChangeTracker.Clear();
                    await other(_state);
                }
                await transaction.CommitAsync();
            }
            foreach (var write in batch)
            {
                if (stale.Contains(write)) write.Done.SetException(new StaleInstanceException(write.Commit!.InstanceKey));
                else write.Done.SetResult();
            }
        }
        catch (Exception error)
        {
            _state.ChangeTracker.Clear();
            if (batch.Count == 1)
            {
                if (MayPass(error) && waited < Patience)
                {
                    await Task.Delay(Pause);
                    await WriteBatchAsync(batch, waited + Pause);
                    return;
                }
                batch[0].Done.SetException(error);
                return;
            }
            foreach (var write in batch) await WriteBatchAsync([write], waited);
        }
    }

    private sealed class Write
    {
        public InstanceCommit? Commit { get; init; }

        public Func<StateContext, Task>? Other { get; init; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>What every connection needs: the log, and patience with other processes.</summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        private const string Sql = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 30000;";

        public override void ConnectionOpened(System.Data.Common.DbConnection connection, ConnectionEndEventData eventData)
        {
            // Entity Framework looks whether the file exists through a read-only connection, which must not touch the log.
            if (new SqliteConnectionStringBuilder(connection.ConnectionString).Mode == SqliteOpenMode.ReadOnly) return;
            using var command = connection.CreateCommand();
            command.CommandText = Sql;
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(System.Data.Common.DbConnection connection, ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
