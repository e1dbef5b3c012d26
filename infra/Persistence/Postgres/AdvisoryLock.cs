using Foldline.Workflows;
using Npgsql;

namespace Foldline.Persistence;

/// <summary>A lock of the server's on a connection of its own: the server lets go of it when the connection ends, however it ends.</summary>
internal sealed class AdvisoryLock : ILead
{
    private readonly NpgsqlConnection _connection;

    private AdvisoryLock(NpgsqlConnection connection) => _connection = connection;

    public static async Task<AdvisoryLock?> TryAsync(string connectionString, string name, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(connectionString, cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended('foldline ' || @name, 0))", connection);
            command.Parameters.AddWithValue("name", name);
            if (await command.ExecuteScalarAsync(cancellationToken) is true) return new AdvisoryLock(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    public static async Task<AdvisoryLock> WaitAsync(string connectionString, string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryAsync(connectionString, name, cancellationToken) is { } held) return held;
            await Task.Delay(50, cancellationToken);
        }
    }

    public async Task<bool> HoldsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT 1", _connection) { CommandTimeout = 5 };
            return await command.ExecuteScalarAsync(cancellationToken) is 1;
        }
        catch (Exception error) when (PostgresFaults.MayPass(error) || error is InvalidOperationException)
        {
            await _connection.DisposeAsync();
            return false;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Not from the pool: the lock is the connection's, and must end with it.
    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 5 };
        var connection = new NpgsqlConnection(parts.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
