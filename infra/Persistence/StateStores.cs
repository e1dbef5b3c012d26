using Foldline.Workflows;

namespace Foldline.Persistence;

/// <summary>Opens the state that a text such as <c>--db</c> names.</summary>
public static class StateStores
{
    /// <summary>Opens the state, creates the tables where absent and brings an older schema up to date.</summary>
    /// <param name="address">What <see cref="StateAddress.Parse"/> reads.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="RunException">The text is no address, or the database cannot be opened.</exception>
    public static async Task<RunStore> OpenAsync(string address, CancellationToken cancellationToken = default) => StateAddress.Parse(address) switch
    {
        { IsSqlite: true } file => await SqliteRunStore.OpenAsync(file.Place, cancellationToken),
        var server => await PostgresRunStore.OpenAsync(server.Place, cancellationToken),
    };
}
