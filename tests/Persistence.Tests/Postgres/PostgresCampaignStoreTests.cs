namespace Foldline.Persistence.Tests;

public sealed class PostgresCampaignStoreTests : CampaignStoreContract
{
    private protected override async Task<RunStore> OpenAsync() => await PostgresRunStore.OpenAsync(await SharedPostgres.DatabaseAsync(), Token);
}
