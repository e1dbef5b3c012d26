using System.Diagnostics;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

/// <summary>A disk that fills up and a tool that hangs.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
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
    public async Task A_tool_that_hangs_is_stopped_in_time_with_its_children_and_fails_as_a_resource()
    {
        var mark = Path.Combine(_folder.Path, "child");
        var catalog = new ActivityCatalog(new SearchWork(async (_, _, token) =>
        {
            using var tool = Process.Start(new ProcessStartInfo("bash", ["-c", $"sleep 600 & echo $! > {mark}; sleep 600"]))!;
            try
            {
                await tool.WaitForExitAsync(token);
            }
            finally
            {
                tool.Kill(entireProcessTree: true);
            }
            return new WorkOutput();
        }), new ModelWork(), new LightWork());
        await using var store = await SqliteRunStore.OpenAsync(Path.Combine(_folder.Path, "state.db"), Token);
        var campaigns = new CampaignStore(store, catalog, TimeProvider.System);
        await using var engine = await CampaignEngine.StartAsync(
            new EngineSettings { Offer = new WorkerOffer { SearchSlots = 1, ModelSlots = 1, LightSlots = 1 }, Runner = new RunnerOptions { WorkFolder = Path.Combine(_folder.Path, "work") } },
            catalog, new FolderArtifactStore(Path.Combine(_folder.Path, "blobs")), store, TimeProvider.System, null, null, Token);
        var limited = Chain.Definition.With(json => json["root"]!["activities"]![0]!["customProperties"] = new JsonObject
        {
            ["resilienceStrategy"] = new JsonObject { ["mode"] = "Expression", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = """{"timeout": "00:00:02"}""" } },
        });
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(["a"]) with { Definition = limited }, Token)).Id);
        for (var clock = Stopwatch.StartNew(); (await campaigns.GetAsync(campaign, Token)).Summary.EndedAt is null && clock.Elapsed.TotalSeconds < 40;) await Task.Delay(100, Token);
        var failure = (await campaigns.TargetAsync(campaign, "a", Token)).Summary.Failure.ShouldNotBeNull();
        failure.Class.ShouldBe(FailureClass.Resource);
        failure.Message.ShouldContain("longer than");
        var child = (await File.ReadAllTextAsync(mark, Token)).Trim();
        Directory.Exists($"/proc/{child}").ShouldBeFalse("the tool's child still runs");
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
