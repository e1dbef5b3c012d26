using Foldline.Workflows;
using Npgsql;

namespace Foldline.Persistence;

/// <summary>Opens the state that a text such as <c>--db</c> names.</summary>
public static class StateStores
{
    private const string Forms = "Expected is sqlite:FILE, or postgres: followed by a connection string such as Host=db;Database=foldline;Username=foldline.";

    /// <summary>Opens <c>sqlite:FILE</c> or <c>postgres:CONNECTION</c>, creates the tables where absent and brings an older schema up to date.</summary>
    /// <exception cref="RunException">The text is neither form, or the database cannot be opened.</exception>
    public static async Task<RunStore> OpenAsync(string address, CancellationToken cancellationToken = default)
    {
        var (kind, place) = Split(address);
        return kind switch
        {
            "sqlite" => await SqliteRunStore.OpenAsync(place, cancellationToken),
            _ => await PostgresRunStore.OpenAsync(place, cancellationToken),
        };
    }

    /// <summary>The address as a page or a log may show it, without a password.</summary>
    /// <exception cref="RunException">The text is neither form.</exception>
    public static string Describe(string address)
    {
        var (kind, place) = Split(address);
        if (kind == "sqlite") return $"SQLite file {Path.GetFullPath(place)}";
        var parts = new NpgsqlConnectionStringBuilder(place);
        return $"PostgreSQL database {parts.Database} on {parts.Host}";
    }

    private static (string Kind, string Place) Split(string address)
    {
        var colon = address.IndexOf(':');
        var (kind, place) = colon < 0 ? ("", "") : (address[..colon].Trim().ToLowerInvariant(), address[(colon + 1)..].Trim());
        return kind is "sqlite" or "postgres" && place.Length > 0 ? (kind, place) : throw new RunException($"The state is not named as it must be. {Forms}");
    }
}
