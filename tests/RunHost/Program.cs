using System.Globalization;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.RunHost;
using Foldline.Workflows;

// usage: RunHost FOLDER INSTANCES STEP_MS [crash]
// Runs INSTANCES of a three-activity workflow whose state, artifacts and journal lie in FOLDER; started again it resumes. With "crash" the second activity
// of "victim"
// ends the process. It is there to be killed.
if (args[0] == "worker") return await Worker.RunAsync(args);
var (folder, instances, milliseconds, crash) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture),
    args.Length > 3);
Directory.CreateDirectory(folder);
using var journal = new Journal(Path.Combine(folder, "journal.txt"));
await using var store = await SqliteRunStore.OpenAsync(Path.Combine(folder, "state.db"));
var artifacts = new FolderArtifactStore(Path.Combine(folder, "artifacts"));
var catalog = new ActivityCatalog(new SearchStep(journal, milliseconds, crash), new ModelStep(journal, milliseconds, crash),
    new LightStep(journal, milliseconds, crash));
var runner = new CampaignRunner(catalog, artifacts, store, new RunnerOptions { WorkFolder = Path.Combine(folder, "work") }, TimeProvider.System);
var requests = Enumerable.Range(0, instances)
    .Select(i => new InstanceRequest(crash && i == 3 ? "victim" : $"target{i}", new JsonObject { ["Text"] = $"sequence{i / 2}" })).ToList();
var result = await runner.RunAsync(new RunRequest("run", WorkflowDefinition.Parse(Chain.Definition), requests) { Resume = Begun() }, journal);
return result.AllSucceeded ? 0 : 3;

bool Begun() => store.FindRunAsync("run", CancellationToken.None).GetAwaiter().GetResult() is not null;
