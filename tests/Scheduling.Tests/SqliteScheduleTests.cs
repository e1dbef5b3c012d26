using System.Diagnostics;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

public sealed class SqliteScheduleTests : ScheduleContract
{
    private protected override async Task<RunStore> OpenAsync() => await SqliteRunStore.OpenAsync(Path.Combine(Folder, "state.db"), Token);

    [Fact]
    public async Task An_engine_submits_and_works_on_what_its_schedules_say()
    {
        await using var store = await SqliteRunStore.OpenAsync(Path.Combine(Folder, "engine.db"), Token);
        var catalog = new ActivityCatalog(new SearchWork(), new ModelWork(), new LightWork());
        var book = new ScheduleBook(new ScheduleStore(store, TimeProvider.System), catalog, TimeProvider.System);
        var schedule = await book.AddAsync(new NewSchedule
        {
            Project = "lab", Name = "often", Cron = "* * * * * ?", Definition = Chain.Definition, Targets = [new NewTarget("a", new JsonObject { ["Text"] = "a" })],
        }, Token);
        var campaigns = new CampaignStore(store, catalog, TimeProvider.System);
        await using var engine = await CampaignEngine.StartAsync(
            new EngineSettings { Offer = new WorkerOffer { SearchSlots = 1, ModelSlots = 1, LightSlots = 1 }, Runner = new RunnerOptions { WorkFolder = Path.Combine(Folder, "work") } },
            catalog, new FolderArtifactStore(Path.Combine(Folder, "blobs")), store, TimeProvider.System, null, null, Token);
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(100, Token))
        {
            if ((await campaigns.ListAsync(new CampaignQuery { ScheduleId = schedule.Id, States = [CampaignState.Succeeded] }, Token)).Items.Count >= 2) break;
            if (clock.Elapsed.TotalSeconds > 60) throw new TimeoutException("No two campaigns within a minute.");
        }
    }
}
