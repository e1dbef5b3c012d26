using System.Net.Sockets;
using Npgsql;

namespace Foldline.Persistence;

/// <summary>Which faults of the server pass: it restarts, the network drops, two transactions met.</summary>
internal static class PostgresFaults
{
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.CannotConnectNow, PostgresErrorCodes.TooManyConnections,
        PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.DeadlockDetected, PostgresErrorCodes.DiskFull, PostgresErrorCodes.OutOfMemory,
    };

    public static bool MayPass(Exception? error) => error switch
    {
        PostgresException told => Passing.Contains(told.SqlState) || told.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException or SocketException or TimeoutException or IOException => true,
        { InnerException: { } inner } => MayPass(inner),
        _ => false,
    };
}
