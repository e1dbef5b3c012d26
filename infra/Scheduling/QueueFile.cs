using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Foldline.Scheduling;

/// <summary>
/// Where Quartz keeps its triggers beside a SQLite state: a file of its own, so that it does not wait for the state's writer. Its loss costs nothing: what is due
/// is queued again from the state.
/// </summary>
internal static class QueueFile
{
    /// <summary>Connections that do not wait for the disk.</summary>
    public static DbProviderFactory Factory { get; } = new Hasty();

    /// <summary>The connection string of the file beside a state.</summary>
    public static string Prepare(string state)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = state + ".queue", DefaultTimeout = 30 }.ToString();
        using var open = new SqliteConnection(connection);
        open.Open();
        using var command = open.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
        return connection;
    }

    private sealed class Hasty : DbProviderFactory
    {
        public override DbConnection CreateConnection() => new HastyConnection();

        public override DbCommand CreateCommand() => new SqliteCommand();

        public override DbParameter CreateParameter() => new SqliteParameter();
    }

    private sealed class HastyConnection : SqliteConnection
    {
        public override void Open()
        {
            base.Open();
            using var command = CreateCommand();
            command.CommandText = "PRAGMA synchronous = OFF; PRAGMA busy_timeout = 30000;";
            command.ExecuteNonQuery();
        }
    }
}
