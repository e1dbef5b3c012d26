namespace Foldline.Persistence.Tests;

public sealed class PostgresAccessStoreTests : AccessStoreContract
{
    private protected override async Task<string> AddressAsync() => "postgres:" + await SharedPostgres.DatabaseAsync();
}
