using Foldline.Workflows;
using Npgsql;

namespace Foldline.Persistence;

/// <summary>Where a state lies, as users write it: <c>sqlite:FILE</c>, or <c>postgres:</c> and a connection string. The one place where that is read.</summary>
public sealed record StateAddress
{
    private const string Forms = "Expected is sqlite:FILE, or postgres: followed by a connection string such as Host=db;Database=foldline;Username=foldline.";

    private StateAddress(bool isSqlite, string place) => (IsSqlite, Place) = (isSqlite, place);

    /// <summary>Whether it is a file that one process at a time works on, and not a server's database.</summary>
    public bool IsSqlite { get; }

    /// <summary>The file's full path, or the connection string; the latter may hold a password.</summary>
    public string Place { get; }

    /// <summary>Reads the text. Case and blanks around either part do not count, as nobody means anything by them.</summary>
    /// <exception cref="RunException">It has neither form; the message does not repeat it.</exception>
    public static StateAddress Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, place) = colon < 0 ? ("", "") : (text[..colon].Trim().ToLowerInvariant(), text[(colon + 1)..].Trim());
        return (kind, place) switch
        {
            ("sqlite", { Length: > 0 }) when !place.Contains('\0') => new StateAddress(isSqlite: true, Path.GetFullPath(place)),
            ("postgres", { Length: > 0 }) => new StateAddress(isSqlite: false, Understood(place)),
            _ => throw new RunException($"The state is not named as it must be. {Forms}"),
        };
    }

    /// <summary>For a page or a log, without a password.</summary>
    public override string ToString()
    {
        if (IsSqlite) return $"SQLite file {Place}";
        var parts = new NpgsqlConnectionStringBuilder(Place);
        return $"PostgreSQL database {parts.Database} on {parts.Host}";
    }

    private static string Understood(string connection)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection) is { Host.Length: > 0 } ? connection : throw new RunException($"The PostgreSQL connection names no host. {Forms}");
        }
        catch (ArgumentException)
        {
            throw new RunException($"The PostgreSQL connection cannot be understood. {Forms}");      // the library's message may quote the password
        }
    }
}
