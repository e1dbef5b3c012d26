namespace Foldline;

/// <summary>One server for all tests of a process; each test takes a database of its own.</summary>
internal static class SharedPostgres
{
    private static readonly Lazy<Task<PostgresServer>> Server = new(PostgresServer.RequireAsync);

    /// <summary>A fresh database's connection string.</summary>
    public static async Task<string> DatabaseAsync() => await (await Server.Value).DatabaseAsync();
}
