namespace Foldline.Persistence.Tests;

public sealed class SqliteCampaignStoreTests : CampaignStoreContract
{
    private readonly TemporaryFolder _folder = new();

    private protected override async Task<RunStore> OpenAsync() => await SqliteRunStore.OpenAsync(Path.Combine(_folder.Path, "state.db"), Token);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
