using System.CommandLine;
using System.Globalization;
using Foldline.Activities;
using Foldline.Cli.Commands;
using Foldline.Cli.Running;
using Foldline.Cli.Serving;
using Foldline.Cli.Terminal;
using Foldline.Persistence;
using Foldline.Scheduling;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Cli.Campaigns;

/// <summary><c>foldline worker</c>: one process that works on campaigns, with nothing to reach but the database and the artifact store.</summary>
internal static class WorkerCommand
{
    private static readonly string[] Roles = ["search", "model", "light", "all"];

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen, TimeProvider time)
    {
        var state = new StateOptions();
        var role = new Option<string>("--role") { Description = "search (and light work), model (and ranking), light, or all.", HelpName = "ROLE", DefaultValueFactory = _ => "all" };
        var device = new Option<string>("--device") { Description = "cpu, cuda[:n] or npu[:n]; one process owns one device and keeps the network loaded.", HelpName = "D", DefaultValueFactory = _ => "cpu" };
        var dtype = new Option<string>("--dtype") { Description = "fp32 or bf16.", HelpName = "T", DefaultValueFactory = _ => "fp32" };
        var model = new Option<string?>("--model") { Description = "An official model name; default: the one the weights fit, else foldline-demo.", HelpName = "NAME" };
        var weights = new Option<string?>("--weights") { Description = "A checkpoint, .pt or .safetensors.", HelpName = "FILE" };
        var databases = new Option<string[]>("--databases", "--database") { Description = "Databases at hand on this machine, also NAME=PREFIX@PARTS,z=SIZE; work that names one comes to workers that have it.", HelpName = "NAME=PATH", AllowMultipleArgumentsPerToken = true };
        var searches = new Option<int>("--parallel-searches") { Description = "Targets searched at the same time.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var memory = MemoryOption.For("Memory of the device: predictions are cut to fit, and work that needs more goes to other workers. Default: the machine's for cpu, what a GPU's driver says, no limit where it does not.");
        var collect = new Option<double?>("--collect-unused") { Description = "Remove artifacts that nothing has referred to and nobody has put for so many days, while this process leads; see 'artifacts collect'.", HelpName = "DAYS" };
        var untilIdle = new Option<bool>("--until-idle") { Description = "End when no campaign is open any more." };
        var command = new Command("worker", "Works on campaigns: joins through the database and the artifact store alone.") { role, device, dtype, model, weights, databases, searches, memory, collect, untilIdle };
        foreach (var option in state.All) command.Options.Add(option);
        command.SetAction(async (line, cancellationToken) =>
        {
            var wanted = line.GetValue(role)!;
            if (!Roles.Contains(wanted)) throw new InputException($"--role {wanted}: use {string.Join(", ", Roles)}.");
            var data = state.DataFolder(line);
            Directory.CreateDirectory(data);
            var settings = new RunSettings
            {
                Inputs = [], OutputFolder = data, DataFolder = data, TemporaryFolder = Path.Combine(data, "tmp"), Model = line.GetValue(model),
                Weights = line.GetValue(weights) is { } file ? Path.GetFullPath(file) : null, Device = line.GetValue(device)!, Dtype = line.GetValue(dtype)!,
                Memory = MemoryOption.Bytes(line.GetValue(memory)),
            };
            var known = NamedDatabases.AtHand("--databases", line.GetValue(databases));
            var offer = Offer(wanted, Math.Max(1, line.GetValue(searches)), settings.Device, settings.Memory, known.Keys);
            await using var store = await state.OpenStateAsync(line, cancellationToken);
            return await RunAsync(screen, time, store, state.OpenArtifacts(line, time), settings, known, offer, line.GetValue(collect) is { } unused ? ArtifactsCommand.Days("--collect-unused", unused) : null, line.GetValue(untilIdle), state.Address(line), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, TimeProvider time, RunStore store, Artifacts.IArtifactStore artifacts, RunSettings settings,
        IReadOnlyDictionary<string, string> databases, WorkerOffer offer, TimeSpan? collect,
        bool untilIdle, string address, CancellationToken cancellationToken)
    {
        using var host = await FoldHost.OpenAsync(settings, databases, offer.SearchSlots > 0, time, cancellationToken);
        var definitions = new DefinitionCatalog(await Databases.DefinitionsAsync(address, cancellationToken), new DefinitionValidator(host.Catalog), time);
        CampaignEngine engine;
        try
        {
            engine = await CampaignEngine.StartAsync(
                new EngineSettings
                {
                    // On SQLite nobody else works: what is missing here is said to be missing, and not waited for.
                    Offer = offer, RouteByNeeds = !store.IsOfOneProcess, CollectUnused = collect,
                    Runner = new RunnerOptions { WorkFolder = Path.Combine(settings.DataFolder, "work") },
                }, host.Catalog, artifacts, store, time, new WorkerDisplay(screen, time), definitions, cancellationToken);
        }
        catch (RunException fault)
        {
            throw new InputException(fault.Message, fault);
        }
        await using (engine)
        {
            screen.Say($"Worker {engine.WorkerId} on {store.Place}: {offer.SearchSlots} searches, {offer.ModelSlots} predictions ({offer.Device}), {offer.LightSlots} light at once. Ctrl+C stops.");
            try
            {
                while (!engine.Completion.IsCompleted)
                {
                    if (untilIdle && (await store.OpenCampaignsAsync(cancellationToken)).All(campaign => campaign.State == CampaignState.Paused)) break;
                    await Task.Delay(TimeSpan.FromMilliseconds(300), time, cancellationToken);
                }
                if (engine.Completion.IsFaulted) await engine.Completion;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                screen.Say("Stopping: what runs here is stopped and handed to other workers …");
            }
        }
        return ExitCode.Success;
    }

    private static WorkerOffer Offer(string role, int searches, string device, long? memory, IEnumerable<string> databases) => new()
    {
        SearchSlots = role is "search" or "all" ? searches : 0,
        ModelSlots = role is "model" or "all" ? 1 : 0,
        LightSlots = role is "model" ? 1 : 2,
        Device = role is "model" or "all" ? device : "",
        Memory = memory ?? FoldActivities.MemoryFor(device),
        Databases = [.. databases],
        Version = ProductVersion.Text,
    };
}
