using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Activities.Search;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Search;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

/// <summary>A disk that fills up and a program that hangs.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("suite", "full")]
    public async Task A_disk_that_fills_up_stops_nothing_for_good()
    {
        var disk = Path.Combine(_folder.Path, "disk");
        Directory.CreateDirectory(disk);
        if (!Run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk)) Assert.Skip("This machine does not let the test mount a small disk.");
        try
        {
            var db = $"sqlite:{Path.Combine(disk, "state.db")}";
            CampaignRef campaign;
            await using (var store = await StateStores.OpenAsync(db, Token))
                campaign = new CampaignRef((await new CampaignStore(store, HostChain.Catalog, TimeProvider.System)
                    .SubmitAsync(HostChain.Of(Enumerable.Range(0, 12).Select(i => $"target{i}")), Token)).Id);
            using var workers = new Workers(disk, db, $"file:{Path.Combine(disk, "blobs")}");
            var worker = workers.Start(100, 2, 1, 2);
            while (!worker.HasExited && workers.Journal().Count(line => line.StartsWith("committed", StringComparison.Ordinal)) < 4) await Task.Delay(20, Token);
            var ballast = Path.Combine(disk, "ballast");
            Fill(ballast);
            await Task.Delay(4000, Token);
            worker.HasExited.ShouldBeFalse(string.Join('\n', workers.Said));
            File.Delete(ballast);
            await worker.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(120), Token);
            await using var after = await StateStores.OpenAsync(db, Token);
            var campaigns = new CampaignStore(after, HostChain.Catalog, TimeProvider.System);
            var ended = await campaigns.GetAsync(campaign, Token);
            ended.Summary.EndedAt.ShouldNotBeNull(string.Join('\n', workers.Said));
            // What could not be stored failed for want of room, and says so; retrying gives the rest.
            await foreach (var failure in campaigns.FailuresAsync(campaign, Token)) failure.Class.ShouldBe(FailureClass.Resource);
            if (ended.Summary.State != CampaignState.Succeeded)
            {
                await campaigns.RetryAsync(campaign, RetryChoice.Failed, null, Token);
                var again = workers.Start(20, 2, 1, 2);
                await again.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(120), Token);
                ended = await campaigns.GetAsync(campaign, Token);
            }
            ended.Summary.State.ShouldBe(CampaignState.Succeeded);
            await using var state = after.Open();
            state.Attempts.GroupBy(attempt => new { attempt.InstanceKey, attempt.Frame }).Count(group => group.Count(attempt => attempt.Outcome == AttemptOutcome.Succeeded) != 1)
                .ShouldBe(0);
        }
        finally
        {
            Run("umount", "-l", disk);
        }
    }

    [Fact]
    public async Task A_search_program_that_hangs_is_stopped_in_time_with_its_children_and_fails_as_a_resource()
    {
        var (pids, database) = (Path.Combine(_folder.Path, "pids"), Path.Combine(_folder.Path, "db.fasta"));
        await File.WriteAllTextAsync(database, ">a\nMKVLAAGH\n", Token);
        var dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var hanging = new HmmerInstallation(Path.Combine(AppContext.BaseDirectory, "Foldline.FakeHmmer"), "9.9.9")
        {
            Environment = ImmutableDictionary<string, string?>.Empty.Add("FAKE_HMMER", "hang").Add("FAKE_HMMER_PIDS", pids).Add("DOTNET_ROOT", dotnet),
        };
        var search = new SearchHost(new JackhmmerOptions { FreeSpaceFloor = 0 }, new CoreBudget(2), hanging, _folder.Path, Path.Combine(_folder.Path, "tmp"), TimeProvider.System);
        var catalog = new ActivityCatalog(new SearchAlignments(search));
        var artifacts = new FolderArtifactStore(Path.Combine(_folder.Path, "blobs"));
        await using var store = await SqliteRunStore.OpenAsync(Path.Combine(_folder.Path, "state.db"), Token);
        var campaigns = new CampaignStore(store, catalog, TimeProvider.System);
        await using var engine = await CampaignEngine.StartAsync(
            new EngineSettings { Offer = new WorkerOffer { SearchSlots = 1, LightSlots = 1 }, Runner = new RunnerOptions { WorkFolder = Path.Combine(_folder.Path, "work") } },
            catalog, artifacts, store, TimeProvider.System, null, null, Token);
        var targets = (await TargetReader.ReadTextsAsync([("a.fasta", ">a\nMKVLAAGHMKVLAAGH\n")], Token)).Targets;
        var campaign = new CampaignRef((await campaigns.SubmitAsync(new NewCampaign
        {
            Project = "lab", Name = "hangs", Definition = OneSearch, Inputs = new JsonObject { ["Databases"] = new JsonArray($"db={database}") },
            Targets = [await FoldTargets.StoreAsync(targets[0], artifacts, Token)],
        }, Token)).Id);
        for (var clock = Stopwatch.StartNew(); (await campaigns.GetAsync(campaign, Token)).Summary.EndedAt is null && clock.Elapsed.TotalSeconds < 120;) await Task.Delay(100, Token);
        var failure = (await campaigns.TargetAsync(campaign, "a", Token)).Summary.Failure.ShouldNotBeNull();
        failure.Class.ShouldBe(FailureClass.Resource);
        failure.Message.ShouldContain("longer than");
        var tree = (await File.ReadAllTextAsync(pids, Token)).Split(' ');
        tree.Length.ShouldBe(2, "the program and its child");
        tree.ShouldAllBe(id => !IsAlive(id));
    }

    private static WorkflowDefinition OneSearch => WorkflowDefinition.Parse(
        """
        {"definitionId": "search", "name": "Search", "version": 1,
         "inputs": [{"name": "Target", "type": "Target"}, {"name": "Databases", "type": "List<String>"}],
         "root": {"id": "flow", "type": "Elsa.Sequence", "activities": [{"id": "search", "type": "Foldline.SearchAlignments", "version": 1,
          "customProperties": {"resilienceStrategy": {"mode": "Expression", "expression": {"type": "Object", "value": "{\"timeout\": \"00:00:15\", \"ladder\": []}"}}},
          "target": {"typeName": "Target", "expression": {"type": "Input", "value": {"name": "Target"}}},
          "databases": {"typeName": "List<String>", "expression": {"type": "Input", "value": {"name": "Databases"}}}}]}}
        """);

    // What has ended and was not yet fetched by its parent counts as ended.
    private static bool IsAlive(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat") is var stat && stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var block = new byte[4096];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // Full, as wished.
        }
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
