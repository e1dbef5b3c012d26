using Foldline.Server.Drawing;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Cli.Display;
using Foldline.Cli.Reports;
using Foldline.Cli.Results;
using Foldline.Cli.Terminal;
using Foldline.Ranking.Output;
using Foldline.Search;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Cli.Running;

/// <summary><c>foldline run</c> from the input files to the last line on the screen.</summary>
/// <param name="screen">Where the user reads.</param>
/// <param name="time">The clock.</param>
public sealed class FoldRun(Screen screen, TimeProvider time)
{
    /// <summary>Does what the settings ask for and returns the exit code.</summary>
    public async Task<int> RunAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        var batch = await TargetReader.ReadAsync(settings.Inputs, cancellationToken);
        var components = TargetCheck.Components(settings.Components, batch.Targets);
        var check = new TargetCheck(components);
        batch = check.Check(batch);
        foreach (var notice in batch.Notices) screen.Say(notice);
        foreach (var fault in batch.Faults) screen.Fail(fault.Message);
        if (batch.Targets.IsEmpty) return ExitCode.BadInput;

        using var model = ModelChoice.Resolve(settings);
        if (settings.Plan) return await PlanScreen.PrintAsync(screen, settings, batch, model, check, cancellationToken);

        var hmmer = await Preflight.CheckAsync(settings, model, cancellationToken);
        await using var host = await RunHost.OpenAsync(settings, model, hmmer, components, time, cancellationToken);
        var started = time.GetUtcNow();
        var targets = batch.Targets.ToDictionary(target => target.Name, StringComparer.Ordinal);
        var requests = await RequestsAsync(settings, host.Artifacts, batch.Targets, cancellationToken);
        var folder = RunFolder.Open(settings.OutputFolder, settings.Resume, model.Making, time);
        var publisher = new ResultPublisher(host.Artifacts, folder, model.Provenance, settings);
        var result = await ExecuteAsync(settings, host, folder, publisher, targets, requests, cancellationToken);
        if (settings.Profile is { } profile && !host.Network.SaveProfile(profile)) screen.Say("--profile: the network had nothing to compute, so no timeline was written.");
        return await CloseAsync(settings, host, folder, publisher, targets, batch, result, started, cancellationToken);
    }

    private async Task<RunResult> ExecuteAsync(
        RunSettings settings, RunHost host, RunFolder folder, ResultPublisher publisher, Dictionary<string, Target> targets, IReadOnlyList<InstanceRequest> requests,
        CancellationToken cancellationToken)
    {
        var request = new RunRequest(folder.RunId, BuiltInDefinitions.Load("fold"), requests) { Resume = folder.IsContinued };

        await using IRunDisplay display = settings.Json ? new JsonDisplay(screen) : screen.Interactive ? new LiveDisplay(screen, time) : new LineDisplay(screen, time);
        var events = Channel.CreateUnbounded<RunEvent>(new UnboundedChannelOptions { SingleReader = true });
        var listening = ListenAsync(events.Reader, display, publisher, targets, cancellationToken);
        try
        {
            return await host.Runner.RunAsync(request, new SynchronousProgress<RunEvent>(happened => events.Writer.TryWrite(happened)), cancellationToken);
        }
        finally
        {
            events.Writer.TryComplete();
            await listening;
        }
    }

    // Results appear in the folder as targets finish; a fault here is met again, and told, when the run closes.
    private static async Task ListenAsync(
        ChannelReader<RunEvent> events, IRunDisplay display, ResultPublisher publisher, Dictionary<string, Target> targets, CancellationToken cancellationToken)
    {
        await foreach (var happened in events.ReadAllAsync(CancellationToken.None))
        {
            display.Show(happened);
            if (happened is not { Kind: RunEventKind.InstanceFinished, Result: { Status: InstanceStatus.Succeeded } result } || cancellationToken.IsCancellationRequested) continue;
            try
            {
                await publisher.PublishAsync(targets[result.Name], result, cancellationToken);
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException or UnauthorizedAccessException)
            {
                display.Note($"{result.Name}: the result could not be written yet: {fault.Message}");
            }
        }
    }

    private async Task<int> CloseAsync(
        RunSettings settings, RunHost host, RunFolder folder, ResultPublisher publisher, Dictionary<string, Target> targets, TargetBatch batch, RunResult result,
        DateTimeOffset started, CancellationToken cancellationToken)
    {
        var rows = new List<RankingRow>();
        var failures = batch.Faults.Select(fault => new TargetFailure(fault.Name, "input", "deterministic", 0, fault.Message, "Correct the input and run again.", "")).ToList();
        var sections = new ConcurrentDictionary<string, ReportTarget>(StringComparer.Ordinal);
        var ended = result.Instances.Where(instance => targets.ContainsKey(instance.Name)).ToList();
        foreach (var instance in ended)
        {
            if (instance.Status == InstanceStatus.Succeeded)
            {
                await publisher.PublishAsync(targets[instance.Name], instance, CancellationToken.None);
                rows.Add(await publisher.RowAsync(instance, CancellationToken.None));
            }
            else if (instance.Failure is { } failure)
                failures.Add(new TargetFailure(instance.Name, failure.Label, failure.Class.ToString().ToLowerInvariant(), failure.Attempts, failure.Message, failure.Suggestion ?? "", failure.LogTail ?? ""));
            else
                failures.Add(new TargetFailure(instance.Name, "run", "cancelled", 0, "The run was stopped before this target had ended.", "Run the same command with --resume.", ""));
        }

        var sorted = RankingRow.Sort(rows);
        var tables = new RunTables(sorted, failures);
        folder.Write("ranking.csv", RankingTable.Format(sorted));
        folder.Write("interfaces.csv", InterfaceTable.Format(sorted));
        folder.Write("failures.csv", FailureTable.Format(failures));
        var manifest = await RunManifest.MakeAsync(settings, host, folder, publisher, ended, started, time.GetUtcNow(), CancellationToken.None);
        folder.Write("run.json", manifest.ToJson());
        var best = sorted.Take(HtmlReport.MostSections).Select(row => row.Target).ToHashSet(StringComparer.Ordinal);
        foreach (var instance in ended.Where(instance => best.Contains(instance.Name)))
            sections[instance.Name] = await publisher.SectionAsync(targets[instance.Name], instance, CancellationToken.None);
        HtmlReport.WriteFile(Path.Combine(folder.Path, "report.html"), manifest.Report([.. sorted.Take(HtmlReport.MostSections).Select(row => sections[row.Target])], failures));

        if (settings.Json)
            screen.JsonLine(new { Event = "Result", Folded = rows.Count, Failed = failures.Count, Folder = folder.Path, Ranking = sorted.Select(row => new { row.Target, Score = row.Scores.RankingScore }) });
        else RankingScreen.Print(screen, tables, folder.Path, publisher.Provenance.Warning);
        if (result.Cancelled || cancellationToken.IsCancellationRequested) throw new OperationCanceledException(cancellationToken);
        return failures.Count > 0 ? ExitCode.SomeFailed : ExitCode.Success;
    }

    private static async Task<IReadOnlyList<InstanceRequest>> RequestsAsync(
        RunSettings settings, IArtifactStore artifacts, IReadOnlyList<Target> targets, CancellationToken cancellationToken)
    {
        var requests = new List<InstanceRequest>(targets.Count);
        foreach (var target in targets) requests.Add(new InstanceRequest(target.Name, await InputsAsync(settings, artifacts, target, cancellationToken)));
        return requests;
    }

    private static async Task<JsonObject> InputsAsync(RunSettings settings, IArtifactStore artifacts, Target target, CancellationToken cancellationToken)
    {
        // Where it stands in its file is no part of what is folded: a file mended elsewhere must not keep the others from being resumed.
        var stored = await artifacts.PutJsonAsync(target with { Origin = "" }, ActivityJson.Options, cancellationToken);
        return new JsonObject
        {
            ["Target"] = JsonSerializer.SerializeToNode(stored, ActivityJson.Options),
            ["UseMsa"] = settings.UseMsa,
            ["Databases"] = new JsonArray([.. settings.Databases.Select(database => JsonValue.Create(DatabaseSpec.Format(database)))]),
            ["Seeds"] = new JsonArray([.. (target.Seeds.IsEmpty ? settings.Seeds : target.Seeds).Select(seed => JsonValue.Create(seed))]),
            ["Samples"] = settings.Samples,
            ["Steps"] = settings.Steps ?? 0,
            ["Cycles"] = settings.Cycles ?? 0,
        };
    }
}
