using System.Diagnostics;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

/// <summary>Campaigns by the clock and by files that arrive.</summary>
public sealed class ScheduleTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ActivityCatalog _catalog = new(new SearchWork(), new ModelWork(), new LightWork(async (_, _, token) =>
    {
        await Task.Delay(2500, token);
        return new WorkOutput();
    }));

    private RunStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ScheduleBook Book => new(new ScheduleStore(_store, TimeProvider.System), _catalog, TimeProvider.System);

    private CampaignStore Campaigns => new(_store, _catalog, TimeProvider.System);

    public async ValueTask InitializeAsync() => _store = await SqliteRunStore.OpenAsync(Path.Combine(_folder.Path, "state.db"), Token);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private Task<CampaignEngine> EngineAsync() => CampaignEngine.StartAsync(
        new EngineSettings { Offer = new WorkerOffer { SearchSlots = 1, ModelSlots = 1, LightSlots = 1 }, Runner = new RunnerOptions { WorkFolder = Path.Combine(_folder.Path, "work") } },
        _catalog, new FolderArtifactStore(Path.Combine(_folder.Path, "blobs")), _store, TimeProvider.System, null, null, Token);

    private static NewSchedule EverySecond(RunOverlap overlap) => new()
    {
        Project = "lab", Name = "often", Cron = "* * * * * ?", Overlap = overlap, Definition = Chain.Definition,
        Targets = [new NewTarget("a", new System.Text.Json.Nodes.JsonObject { ["Text"] = "a" })],
    };

    [Fact]
    public async Task A_schedule_shows_its_next_runs_in_its_time_zone()
    {
        var schedule = await Book.AddAsync(EverySecond(RunOverlap.Skip) with { Cron = "0 30 3 * * ?", TimeZone = "America/New_York" }, Token);
        schedule.Next.Count.ShouldBe(5);
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        schedule.Next.ShouldAllBe(next => TimeZoneInfo.ConvertTime(next, zone).TimeOfDay == new TimeSpan(3, 30, 0));
        await Should.ThrowAsync<CampaignNotFoundException>(() => Book.GetAsync(schedule.Id, "others", Token));
        (await Book.SetEnabledAsync(schedule.Id, "lab", false, Token)).Next.ShouldBeEmpty();
    }

    [Fact]
    public async Task Bad_expressions_zones_and_folders_are_refused()
    {
        var good = EverySecond(RunOverlap.Skip);
        foreach (var bad in (NewSchedule[])[good with { Cron = "every day" }, good with { TimeZone = "Mars/Olympus" }, good with { WatchFolder = "/tmp" }, good with { Targets = [] },
            good with { Cron = null, Targets = [], WatchFolder = "relative" }])
            await Should.ThrowAsync<CampaignRefusedException>(() => Book.AddAsync(bad, Token));
    }

    [Fact]
    public async Task A_run_that_meets_an_open_campaign_is_left_out_and_says_so()
    {
        var schedule = await Book.AddAsync(EverySecond(RunOverlap.Skip), Token);
        await using var engine = await EngineAsync();
        await UntilAsync(async () => (await Book.GetAsync(schedule.Id, null, Token)).LastNote?.StartsWith("Left out", StringComparison.Ordinal) == true);
        var submitted = (await Campaigns.ListAsync(new CampaignQuery { ScheduleId = schedule.Id }, Token)).Items;
        submitted.Count(campaign => campaign.EndedAt is null).ShouldBeLessThanOrEqualTo(1);
        await Book.RemoveAsync(schedule.Id, "lab", Token);
        await Task.Delay(3000, Token);
        var count = (await Campaigns.ListAsync(new CampaignQuery { ScheduleId = schedule.Id }, Token)).Items.Count;
        await Task.Delay(4000, Token);
        (await Campaigns.ListAsync(new CampaignQuery { ScheduleId = schedule.Id }, Token)).Items.Count.ShouldBe(count, "a removed schedule went on");
    }

    [Fact]
    public async Task Each_file_that_arrives_in_a_watched_folder_becomes_one_campaign()
    {
        var inbox = Directory.CreateDirectory(Path.Combine(_folder.Path, "inbox")).FullName;
        var fold = Chain.Definition.With(json => json["inputs"]!.AsArray().Add(new System.Text.Json.Nodes.JsonObject { ["name"] = "Target", ["type"] = "Target" }));
        var schedule = await Book.AddAsync(EverySecond(RunOverlap.Skip) with { Cron = null, Targets = [], WatchFolder = inbox, Definition = fold }, Token);
        await using var engine = await EngineAsync();
        await File.WriteAllTextAsync(Path.Combine(inbox, "batch.fasta"), ">p1\nMKTAYIAKQR\n>p2\nNLYIQWLKDGG\n", Token);
        await File.WriteAllTextAsync(Path.Combine(inbox, "broken.fasta"), "no fasta", Token);
        await UntilAsync(async () => (await Campaigns.ListAsync(new CampaignQuery { ScheduleId = schedule.Id }, Token)).Items.Count > 0);
        await Task.Delay(4000, Token);
        var campaign = (await Campaigns.ListAsync(new CampaignQuery { ScheduleId = schedule.Id }, Token)).Items.ShouldHaveSingleItem();
        (campaign.Name, campaign.Counts.Total).ShouldBe(("often: batch.fasta", 2));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var clock = Stopwatch.StartNew(); !await holds(); await Task.Delay(100, Token))
            if (clock.Elapsed.TotalSeconds > 60) throw new TimeoutException("It did not happen within a minute.");
    }
}
