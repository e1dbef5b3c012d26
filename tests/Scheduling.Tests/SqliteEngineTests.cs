using Foldline.Persistence;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

public sealed class SqliteEngineTests : EngineContract
{
    private protected override async Task<RunStore> OpenAsync() => await SqliteRunStore.OpenAsync(Path.Combine(Folder, "state.db"), Token);

    [Fact]
    public async Task A_second_process_on_a_state_of_one_process_is_refused()
    {
        var catalog = new Activities.ActivityCatalog(new SearchWork(), new ModelWork(), new LightWork());
        await using var first = await EngineAsync(catalog);
        (await Should.ThrowAsync<RunException>(() => EngineAsync(catalog))).Message.ShouldContain("PostgreSQL");
    }
}
