using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Workflows;
using Microsoft.Extensions.Time.Testing;

namespace Foldline.Scheduling.Tests;

/// <summary>What schedules promise, whatever the database; the clock is the test's.</summary>
public abstract class ScheduleContract : IAsyncLifetime
{
    private static readonly WorkflowDefinition Fold = Chain.Definition.With(json => json["inputs"]!.AsArray().Add(new JsonObject { ["name"] = "Target", ["type"] = "Target" }));
    private readonly TemporaryFolder _folder = new();
    private readonly ActivityCatalog _catalog = new(new SearchWork(), new ModelWork(), new LightWork());
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 27, 12, 0, 30, TimeSpan.Zero));
    private RunStore _store = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected string Folder => _folder.Path;

    private ScheduleBook Book => new(new ScheduleStore(_store, _time), _catalog, _time);

    private CampaignStore Campaigns => new(_store, _catalog, _time);

    // Every use is another process: nothing may lie in memory alone.
    private ScheduleRunner Runner(IArtifactStore? artifacts = null) =>
        new(new ScheduleStore(_store, _time), Campaigns, artifacts ?? new FolderArtifactStore(Path.Combine(Folder, "blobs")), _store.MayPass, _time);

    private protected abstract Task<RunStore> OpenAsync();

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static NewSchedule EveryMinute => new()
    {
        Project = "lab", Name = "often", Cron = "0 * * * * ?", Definition = Chain.Definition, Targets = [new NewTarget("a", new JsonObject { ["Text"] = "a" })],
    };

    private static NewSchedule Watching(string place) => EveryMinute with { Cron = null, Targets = [], Watch = place, Definition = Fold };

    private async Task TurnAsync(TimeSpan later)
    {
        _time.Advance(later);
        await Runner().TurnAsync(Token);
    }

    private async Task<IReadOnlyList<CampaignSummary>> SubmittedAsync(ScheduleRecord schedule) =>
        (await Campaigns.ListAsync(new CampaignQuery { ScheduleId = schedule.Id }, Token)).Items;

    [Fact]
    public async Task Next_runs_are_shown_in_the_time_zone_also_where_its_clocks_change()
    {
        var schedule = await Book.AddAsync(EveryMinute with { Cron = "0 30 3 * * ?", TimeZone = "Europe/Berlin" }, Token);
        schedule.Next.Select(next => next.ToUniversalTime().ToString("MM-dd HH:mm")).ShouldBe(["03-28 02:30", "03-29 01:30", "03-30 01:30", "03-31 01:30", "04-01 01:30"],
            "summer time begins on 29 March");
        schedule.DueAt.ShouldBe(schedule.Next[0]);
        await Should.ThrowAsync<CampaignNotFoundException>(() => Book.GetAsync(schedule.Id, "others", Token));
        (await Book.ListAsync("others", Token)).ShouldBeEmpty();
        (await Book.SetEnabledAsync(schedule.Id, "lab", false, Token)).Next.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_could_never_run_is_refused_with_the_reason()
    {
        foreach (var (bad, why) in ((NewSchedule, string)[])[
            (EveryMinute with { Cron = "every day" }, "cron expression"), (EveryMinute with { TimeZone = "Mars/Olympus" }, "Mars/Olympus"),
            (EveryMinute with { Cron = "0 0 0 1 1 ? 2001" }, "still to come"), (EveryMinute with { Watch = "/tmp" }, "either"), (EveryMinute with { Targets = [] }, "needs targets"),
            (EveryMinute with { Name = "a\nb" }, "name"), (EveryMinute with { Priority = 5000 }, "priority"), (EveryMinute with { Targets = [new NewTarget("../x", [])] }, "path separator"),
            (EveryMinute with { Budgets = new CampaignBudgets { DeviceHours = 0 } }, "budget"), (Watching("relative"), "full path"), (Watching("/not/there"), "does not exist"),
            (Watching("azure:AccountKey=secret"), "azure:"), (Watching(Folder) with { Definition = Chain.Definition }, "'Target'")])
        {
            var refusal = await Should.ThrowAsync<CampaignRefusedException>(() => Book.AddAsync(bad, Token), why);
            refusal.Message.ShouldContain(why);
            refusal.Message.ShouldNotContain("secret");
        }
        (await Book.ListAsync(null, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schedule_can_be_changed_and_keeps_what_is_not_said()
    {
        var schedule = await Book.AddAsync(EveryMinute with { Priority = 3 }, Token);
        await TurnAsync(TimeSpan.FromSeconds(30));
        var overdue = (await Book.GetAsync(schedule.Id, null, Token)).DueAt;
        var renamed = await Book.ChangeAsync(schedule.Id, "lab", plan => plan with { Name = "seldom", Targets = [.. plan.Targets, new NewTarget("b", new JsonObject { ["Text"] = "b" })] }, Token);
        (renamed.Plan.Name, renamed.Plan.Priority, renamed.DueAt).ShouldBe(("seldom", 3, overdue), "the same times, so the same next run");
        var moved = await Book.ChangeAsync(schedule.Id, "lab", plan => plan with { Cron = "0 0 3 * * ?", TimeZone = "Europe/Berlin" }, Token);
        moved.DueAt.ShouldBe(new DateTimeOffset(2026, 3, 28, 2, 0, 0, TimeSpan.Zero));
        moved.Next[0].ShouldBe(moved.DueAt!.Value);
        (await Should.ThrowAsync<CampaignRefusedException>(() => Book.ChangeAsync(schedule.Id, "lab", plan => plan with { Cron = "never" }, Token))).Message.ShouldContain("cron");
        (await Should.ThrowAsync<CampaignRefusedException>(() => Book.ChangeAsync(schedule.Id, "lab", plan => plan with { Watch = Folder, Cron = null, Targets = [] }, Token))).Message.ShouldContain("keeps");
        await Should.ThrowAsync<CampaignNotFoundException>(() => Book.ChangeAsync(schedule.Id, "others", plan => plan, Token));
        await Book.SetEnabledAsync(schedule.Id, "lab", false, Token);
        (await Book.ChangeAsync(schedule.Id, "lab", plan => plan with { Cron = "0 * * * * ?" }, Token)).DueAt.ShouldBeNull("it is disabled");
        await Book.SetEnabledAsync(schedule.Id, "lab", true, Token);
        await TurnAsync(TimeSpan.FromMinutes(1));
        (await SubmittedAsync(schedule)).OrderByDescending(campaign => campaign.CreatedAt).Select(campaign => (campaign.Name, campaign.Counts.Total)).First().ShouldBe(("often", 1),
            "its first campaign is still open, so the changed one was left out");
        await Campaigns.CancelAsync(new CampaignRef((await SubmittedAsync(schedule))[0].Id), Token);
    }

    [Fact]
    public async Task A_run_comes_at_its_time_and_not_before()
    {
        var schedule = await Book.AddAsync(EveryMinute, Token);
        await TurnAsync(TimeSpan.FromSeconds(29));
        (await SubmittedAsync(schedule)).ShouldBeEmpty();
        await TurnAsync(TimeSpan.FromSeconds(1));
        var submitted = (await SubmittedAsync(schedule)).ShouldHaveSingleItem();
        (submitted.Project, submitted.Name, submitted.Counts.Total).ShouldBe(("lab", "often", 1));
        var after = await Book.GetAsync(schedule.Id, "lab", Token);
        (after.LastCampaign, after.LastAt, after.DueAt).ShouldBe((submitted.Id, _time.GetUtcNow(), _time.GetUtcNow().AddMinutes(1)));
    }

    [Fact]
    public async Task A_run_that_meets_the_open_campaign_of_the_one_before_is_left_out_and_says_so()
    {
        var schedule = await Book.AddAsync(EveryMinute, Token);
        await TurnAsync(TimeSpan.FromSeconds(30));
        await TurnAsync(TimeSpan.FromMinutes(1));
        var first = (await SubmittedAsync(schedule)).ShouldHaveSingleItem();
        (await Book.GetAsync(schedule.Id, null, Token)).LastNote.ShouldBe($"Left out: campaign {first.Id} of the run before is still open.");
    }

    [Fact]
    public async Task A_run_may_replace_the_campaign_of_the_one_before_or_run_beside_it()
    {
        var replacing = await Book.AddAsync(EveryMinute with { Overlap = RunOverlap.CancelPrevious }, Token);
        var beside = await Book.AddAsync(EveryMinute with { Overlap = RunOverlap.Allow }, Token);
        await TurnAsync(TimeSpan.FromSeconds(30));
        await TurnAsync(TimeSpan.FromMinutes(1));
        (await SubmittedAsync(replacing)).Select(campaign => campaign.State).ShouldBe([CampaignState.Running, CampaignState.Cancelling]);
        (await SubmittedAsync(beside)).Select(campaign => campaign.State).ShouldBe([CampaignState.Running, CampaignState.Running]);
    }

    [Fact]
    public async Task Of_the_runs_missed_while_nothing_ran_one_is_made_up_for()
    {
        var schedule = await Book.AddAsync(EveryMinute with { Overlap = RunOverlap.Allow }, Token);
        await TurnAsync(TimeSpan.FromMinutes(90));
        await TurnAsync(TimeSpan.FromSeconds(1));
        (await SubmittedAsync(schedule)).Count.ShouldBe(1);
        (await Book.GetAsync(schedule.Id, null, Token)).DueAt.ShouldBe(new DateTimeOffset(2026, 3, 27, 13, 31, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Missed_runs_may_be_left_out_and_the_next_comes_at_its_time()
    {
        var schedule = await Book.AddAsync(EveryMinute with { Missed = MissedRuns.Skip }, Token);
        await TurnAsync(TimeSpan.FromMinutes(90));
        (await SubmittedAsync(schedule)).ShouldBeEmpty();
        (await Book.GetAsync(schedule.Id, null, Token)).LastNote.ShouldBe("Left out: nothing ran when it was due, at 2026-03-27 12:01:00Z.");
        await TurnAsync(TimeSpan.FromSeconds(30));
        (await SubmittedAsync(schedule)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_leader_that_dies_between_the_submission_and_its_record_leaves_one_campaign()
    {
        var schedule = await Book.AddAsync(EveryMinute with { Overlap = RunOverlap.CancelPrevious }, Token);
        _time.Advance(TimeSpan.FromSeconds(30));
        await Runner().TurnAsync(Token);
        await using (var state = _store.Open())
        {
            // As it was before the record.
            var row = state.Schedules.Single();
            row.DueAt = _time.GetUtcNow().ToUnixTimeMilliseconds();
            await state.SaveChangesAsync(Token);
        }
        await Runner().TurnAsync(Token);
        (await SubmittedAsync(schedule)).ShouldHaveSingleItem().State.ShouldBe(CampaignState.Running);
    }

    [Fact]
    public async Task A_disabled_schedule_submits_nothing_and_makes_up_for_nothing_when_it_is_enabled()
    {
        var schedule = await Book.AddAsync(EveryMinute, Token);
        await Book.SetEnabledAsync(schedule.Id, "lab", false, Token);
        await TurnAsync(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<CampaignRefusedException>(() => Book.RunNowAsync(schedule.Id, "lab", Token));
        await Book.SetEnabledAsync(schedule.Id, "lab", true, Token);
        await TurnAsync(TimeSpan.Zero);
        (await SubmittedAsync(schedule)).ShouldBeEmpty();
        await Book.RunNowAsync(schedule.Id, "lab", Token);
        await TurnAsync(TimeSpan.Zero);
        (await SubmittedAsync(schedule)).Count.ShouldBe(1);
        await Book.RemoveAsync(schedule.Id, "lab", Token);
        await TurnAsync(TimeSpan.FromMinutes(5));
        (await Campaigns.ListAsync(new CampaignQuery(), Token)).Items.Count.ShouldBe(1, "a removed schedule went on, or took its campaign with it");
    }

    [Fact]
    public async Task Each_file_that_arrives_in_a_watched_folder_becomes_one_campaign_and_another_when_it_changes()
    {
        var inbox = Directory.CreateDirectory(Path.Combine(Folder, "inbox")).FullName;
        var schedule = await Book.AddAsync(Watching(inbox), Token);
        schedule.Watched.ShouldBe(inbox);
        Put(inbox, "batch.fasta", ">p1\nMKTAYIAKQR\n>p2\nNLYIQWLKDGG\n");
        Put(inbox, ".hidden", ">p\nMKT\n");
        await TurnAsync(TimeSpan.FromSeconds(1));
        (await SubmittedAsync(schedule)).ShouldBeEmpty("it may still be written");
        await TurnAsync(TimeSpan.FromSeconds(2));
        await TurnAsync(TimeSpan.FromSeconds(5));
        var campaign = (await SubmittedAsync(schedule)).ShouldHaveSingleItem();
        (campaign.Name, campaign.Counts.Total).ShouldBe(("often: batch.fasta", 2));
        Put(inbox, "batch.fasta", ">p3\nMKTAYIAKQR\n");
        await TurnAsync(TimeSpan.FromSeconds(5));
        (await SubmittedAsync(schedule)).Count.ShouldBe(2);
        (await Book.GetAsync(schedule.Id, null, Token)).LastNote.ShouldBeNull();
    }

    [Fact]
    public async Task A_file_that_is_no_input_is_named_once_and_holds_nothing_up()
    {
        var inbox = Directory.CreateDirectory(Path.Combine(Folder, "inbox")).FullName;
        var schedule = await Book.AddAsync(Watching(inbox), Token);
        Put(inbox, "b.fasta", ">p1\nMKTAYIAKQR\n");
        await TurnAsync(TimeSpan.FromSeconds(5));
        Put(inbox, "a.txt", "no fasta");
        await TurnAsync(TimeSpan.FromSeconds(5));
        (await Book.GetAsync(schedule.Id, null, Token)).LastNote.ShouldNotBeNull().ShouldStartWith("a.txt became no campaign: a.txt is neither FASTA");
        Put(inbox, "outside.json",
            $$$"""{"name": "p", "modelSeeds": [1], "dialect": "alphafold3", "version": 2, "sequences": [{"protein": {"id": "A", "sequence": "MKTAYIAKQR", "unpairedMsaPath": "{{{inbox}}}/b.fasta"}}]}""");
        await TurnAsync(TimeSpan.FromSeconds(5));
        (await Book.GetAsync(schedule.Id, null, Token)).LastNote.ShouldNotBeNull().ShouldStartWith("outside.json became no campaign");
        (await SubmittedAsync(schedule)).Count.ShouldBe(1, "what somebody leaves must not name files of this machine");
    }

    [Fact]
    public async Task A_store_that_is_away_lets_a_file_wait()
    {
        var inbox = Directory.CreateDirectory(Path.Combine(Folder, "inbox")).FullName;
        var schedule = await Book.AddAsync(Watching(inbox), Token);
        Put(inbox, "b.fasta", ">p1\nMKTAYIAKQR\n");
        _time.Advance(TimeSpan.FromSeconds(5));
        var away = new FolderArtifactStore(Path.Combine(Folder, "away"));
        Directory.Delete(away.Root, recursive: true);
        await Runner(away).TurnAsync(Token);
        (await Book.GetAsync(schedule.Id, null, Token)).LastNote.ShouldNotBeNull().ShouldContain("could not be taken yet");
        await TurnAsync(TimeSpan.FromSeconds(5));
        (await SubmittedAsync(schedule)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_container_is_watched_as_a_folder_is_and_its_key_is_not_shown()
    {
        await using var azurite = await AzuriteServer.RequireAsync(Path.Combine(Folder, "azurite"));
        var client = new Azure.Storage.Blobs.BlobContainerClient(azurite.ConnectionString, "inbox", new Azure.Storage.Blobs.BlobClientOptions());
        await client.CreateAsync(cancellationToken: Token);
        var schedule = await Book.AddAsync(Watching($"azure:{azurite.ConnectionString}Container=inbox;"), Token);
        schedule.Watched.ShouldBe($"container 'inbox' of storage account '{AzuriteServer.Account}'");
        await client.UploadBlobAsync("today/batch.fasta", BinaryData.FromString(">p1\nMKTAYIAKQR\n"), Token);
        await TurnAsync(TimeSpan.FromSeconds(1));
        await TurnAsync(TimeSpan.FromSeconds(30));
        (await SubmittedAsync(schedule)).ShouldHaveSingleItem().Name.ShouldBe("often: today/batch.fasta");
        (await Book.GetAsync(schedule.Id, null, Token)).LastNote.ShouldBeNull();
    }

    private void Put(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
    }
}
