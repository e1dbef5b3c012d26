using Foldline.Workflows;

namespace Foldline.Persistence.Tests;

/// <summary>The same promises on a real PostgreSQL.</summary>
public sealed class PostgresDefinitionCatalogTests : DefinitionCatalogTests
{
    private string? _connection;

    protected override async Task<IDefinitionStore> StoreAsync() => await DefinitionStore.OpenPostgresAsync(_connection ??= await SharedPostgres.DatabaseAsync(), Token);
}
