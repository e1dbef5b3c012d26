using Foldline.Persistence;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Cli.Serving;

/// <summary>Opens the database that <c>--db</c> names: <c>sqlite:PATH</c> or <c>postgres:CONNECTION</c>.</summary>
internal static class Databases
{
    public static async Task<RunStore> StateAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            return await StateStores.OpenAsync(address, cancellationToken);
        }
        catch (RunException fault)
        {
            throw new InputException($"--db: {fault.Message}", fault);
        }
    }

    public static async Task<IDefinitionStore> DefinitionsAsync(string address, CancellationToken cancellationToken) => Split(address) switch
    {
        ("sqlite", var path) => await DefinitionStore.OpenSqliteAsync(path, cancellationToken),
        var (_, connection) => await DefinitionStore.OpenPostgresAsync(connection, cancellationToken),
    };

    private static (string Kind, string Place) Split(string address)
    {
        var colon = address.IndexOf(':');
        var (kind, place) = colon < 0 ? ("", "") : (address[..colon], address[(colon + 1)..]);
        return kind is "sqlite" or "postgres" && place.Length > 0 ? (kind, place) : throw new InputException("--db is sqlite:PATH or postgres:CONNECTION.");
    }
}
