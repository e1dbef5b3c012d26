namespace Foldline.Persistence.Tests;

public sealed class SqliteAccessStoreTests : AccessStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override Task<string> AddressAsync() => Task.FromResult("sqlite:" + Path.Combine(_folder.Path, "state.db"));
}
