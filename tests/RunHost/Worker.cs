using System.Globalization;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Scheduling;
using Foldline.Workflows;

namespace Foldline.RunHost;

/// <summary>
/// A worker with the host's activities. usage: RunHost worker FOLDER DB BLOBS STEP_MS SEARCH MODEL LIGHT [crash|hang|stay]. It ends when no campaign is open,
/// unless it is to stay.
/// </summary>
internal static class Worker
{
    public static async Task<int> RunAsync(string[] args)
    {
        var (folder, db, blobs, milliseconds) = (args[1], args[2], args[3], int.Parse(args[4], CultureInfo.InvariantCulture));
        var slots = args[5..8].Select(slot => int.Parse(slot, CultureInfo.InvariantCulture)).ToArray();
        var mode = args.Length > 8 ? args[8] : "";
        Directory.CreateDirectory(folder);
        using var journal = new Journal(Path.Combine(folder, $"journal-{Environment.ProcessId}-{Guid.NewGuid():N}.txt"));
        await using var store = await StateStores.OpenAsync(db);
        var artifacts = ArtifactStores.Open(blobs, new AzureBlobOptions(Path.Combine(folder, $"cache-{Environment.ProcessId}")));
        await using var engine = await CampaignEngine.StartAsync(
            new EngineSettings
            {
                Offer = new WorkerOffer { SearchSlots = slots[0], ModelSlots = slots[1], LightSlots = slots[2], Version = "test" },
                Runner = new RunnerOptions { WorkFolder = Path.Combine(folder, "work"), StopGrace = TimeSpan.FromSeconds(3) },
                Keeper = new KeeperOptions { ReconcileInterval = TimeSpan.FromSeconds(1), Silence = TimeSpan.FromSeconds(15) },
                Heartbeat = TimeSpan.FromSeconds(2),
            }, Catalog(journal, milliseconds, mode), artifacts, store, TimeProvider.System, journal);
        journal.Write($"worker {engine.WorkerId}");
        while (!engine.Completion.IsCompleted && (mode == "stay" || (await store.OpenCampaignsAsync(CancellationToken.None)).Count > 0)) await Task.Delay(100);
        if (engine.Completion.IsFaulted) await engine.Completion;
        return 0;
    }

    public static ActivityCatalog Catalog(Journal journal, int milliseconds, string mode) => new(new SearchStep(journal, milliseconds, mode == "crash"),
        new ModelStep(journal, milliseconds, mode == "crash"), new LightStep(journal, milliseconds, mode == "crash"));
}
