using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Foldline.Cli.Commands;
using Foldline.Cli.Results;
using Foldline.Cli.Terminal;
using Foldline.Persistence;
using Foldline.Sequences;
using Foldline.Workflows;
using Spectre.Console;

namespace Foldline.Cli.Campaigns;

/// <summary><c>foldline campaign</c>: submits campaigns, looks at them and changes them, working on the state itself.</summary>
internal static class CampaignCommand
{
    /// <summary>The project of whoever works on the state itself and names none.</summary>
    internal const string LocalProject = "default";

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen, TimeProvider time)
    {
        var state = new StateOptions();
        var command = new Command("campaign", "Submits campaigns, looks at them and changes them.")
        {
            Submit(screen, time, state), List(screen, time, state), Show(screen, time, state),
            Change(screen, time, state, "pause", "Lets nothing further begin.", (campaigns, campaign, token) => campaigns.PauseAsync(campaign, token)),
            Change(screen, time, state, "resume", "Lets a paused campaign go on.", (campaigns, campaign, token) => campaigns.ResumeAsync(campaign, token)),
            Change(screen, time, state, "cancel", "Stops what runs and begins nothing more.", (campaigns, campaign, token) => campaigns.CancelAsync(campaign, token)),
            Retry(screen, time, state), Priority(screen, time, state), Add(screen, time, state), Clone(screen, time, state), Budget(screen, time, state),
            Failures(screen, time, state), CampaignReport.Create(screen, time, state), Delete(screen, time, state),
        };
        foreach (var option in state.All) command.Options.Add(option);
        return command;
    }

    /// <summary>The argument that names a campaign.</summary>
    internal static Argument<string> Id() => new("CAMPAIGN") { Description = "The campaign's id, as 'submit' and 'list' print it." };

    /// <summary>Does something with the campaigns of a state, and tells faults in a sentence.</summary>
    internal static async Task<int> WithAsync(StateOptions state, ParseResult line, TimeProvider time, Func<CampaignStore, RunStore, Task<int>> work,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(state.DataFolder(line));
        await using var store = await state.OpenStateAsync(line, cancellationToken);
        try
        {
            return await work(new CampaignStore(store, WorkflowCommand.Catalog, time), store);
        }
        catch (Exception fault) when (fault is CampaignNotFoundException or CampaignRefusedException or DefinitionException)
        {
            throw new InputException(fault.Message, fault);
        }
    }

    /// <summary>Reads inputs and stores what they hold as targets; none of none.</summary>
    /// <exception cref="InputException">An input or a target in it is at fault.</exception>
    internal static async Task<IReadOnlyList<NewTarget>> TargetsAsync(Screen screen, StateOptions state, ParseResult line, TimeProvider time, string[] inputs,
        CancellationToken cancellationToken)
    {
        if (inputs.Length == 0) return [];
        var batch = await TargetReader.ReadAsync(inputs, cancellationToken);
        foreach (var notice in batch.Notices) screen.Say(notice);
        if (!batch.Faults.IsEmpty) throw new InputException(string.Join('\n', batch.Faults.Select(fault => fault.Message)));
        return await FoldTargets.StoreAsync(batch.Targets, state.OpenArtifacts(line, time), cancellationToken);
    }

    /// <summary>The workflow in a file; the built-in one that folds where none is named.</summary>
    internal static async Task<WorkflowDefinition> DefinitionAsync(string? file, CancellationToken cancellationToken) =>
        file is null ? BuiltInDefinitions.Load("fold") : WorkflowDefinition.Parse(await File.ReadAllTextAsync(file, cancellationToken));

    private static Command Submit(Screen screen, TimeProvider time, StateOptions state)
    {
        var inputs = new Argument<string[]>("INPUT") { Description = "FASTA (':' joins the chains of a complex), AlphaFold 3 JSON, Protenix JSON or CSV; files or folders.", Arity = ArgumentArity.OneOrMore };
        var name = new Option<string?>("--name") { Description = "What to call it; default: the first input's name.", HelpName = "NAME" };
        var project = new Option<string>("--project") { Description = "The project it belongs to.", HelpName = "NAME", DefaultValueFactory = _ => LocalProject };
        var workflow = new Option<string?>("--workflow") { Description = "A definition (JSON); default: the built-in 'fold'.", HelpName = "FILE" };
        var parameters = new CampaignParameters();
        var priority = new Option<int>("--priority") { Description = "Higher runs earlier.", HelpName = "N" };
        var key = new Option<string?>("--idempotency-key") { Description = "A second submission with the same key gives the first one's campaign.", HelpName = "TEXT" };
        var window = new Option<int?>("--window") { Description = "Targets of this campaign under way at once, at most.", HelpName = "N" };
        var adaptive = new Option<string?>("--adaptive") { Description = "More seeds only for targets whose ranking score lies between LOW and HIGH.", HelpName = "LOW-HIGH" };
        var hours = new Option<double?>("--device-hours") { Description = "Pause it when predictions have taken so many hours.", HelpName = "H" };
        var wall = new Option<double?>("--wall-hours") { Description = "Pause it after so many hours.", HelpName = "H" };
        var command = new Command("submit", "Submits a campaign and prints its id.") { inputs, name, project, workflow, priority, key, window, adaptive, hours, wall };
        foreach (var option in parameters.All) command.Options.Add(option);
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async (campaigns, _) =>
        {
            var targets = await TargetsAsync(screen, state, line, time, line.GetValue(inputs)!, cancellationToken);
            var submitted = await campaigns.SubmitAsync(new NewCampaign
            {
                Project = line.GetValue(project)!, Name = line.GetValue(name) ?? Path.GetFileNameWithoutExtension(line.GetValue(inputs)![0]),
                Definition = await DefinitionAsync(line.GetValue(workflow), cancellationToken),
                Inputs = parameters.Read(line), Targets = targets, Priority = line.GetValue(priority), IdempotencyKey = line.GetValue(key),
                Options = new CampaignOptions { Window = line.GetValue(window), Adaptive = Band(line.GetValue(adaptive)) },
                Budgets = Budgets(line.GetValue(hours), line.GetValue(wall)), CreatedBy = Environment.UserName,
            }, cancellationToken);
            screen.Line(submitted.Id);
            screen.Say($"{submitted.Counts.Total} targets in campaign {submitted.Id}. Work on it with 'foldline worker' or 'foldline serve'; look with 'foldline campaign show {submitted.Id}'.");
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static Command List(Screen screen, TimeProvider time, StateOptions state)
    {
        var project = new Option<string?>("--project") { Description = "Of this project only.", HelpName = "NAME" };
        var open = new Option<bool>("--open") { Description = "Only campaigns that have not ended." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var command = new Command("list", "Lists campaigns, newest first.") { project, open, json };
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async (campaigns, _) =>
        {
            var query = new CampaignQuery
            {
                Project = line.GetValue(project), Take = 100,
                States = line.GetValue(open) ? [CampaignState.Running, CampaignState.Paused, CampaignState.Cancelling] : [],
            };
            var table = Table("id", "project", "name", "state", "priority", "targets", "ended", "failed");
            for (; ; )
            {
                var page = await campaigns.ListAsync(query, cancellationToken);
                foreach (var item in page.Items)
                {
                    if (line.GetValue(json)) screen.JsonLine(Plain(item));
                    else table.AddRow(Cells(item.Id, item.Project, item.Name, Word(item.State), item.Priority, item.Counts.Total, item.Counts.Ended,
                        item.Counts.Failed + item.Counts.Quarantined));
                }
                if (page.Next is null) break;
                query = query with { After = page.Next };
            }
            if (!line.GetValue(json)) screen.Output.Write(table);
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static Command Show(Screen screen, TimeProvider time, StateOptions state)
    {
        var id = Id();
        var json = new Option<bool>("--json") { Description = "As one JSON object." };
        var follow = new Option<bool>("--follow") { Description = "Print what happens until it ends." };
        var command = new Command("show", "Shows how a campaign stands. Exit code 3 where it has ended with failures.") { id, json, follow };
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async (campaigns, _) =>
        {
            var campaign = new CampaignRef(line.GetValue(id)!);
            if (line.GetValue(follow))
                await foreach (var happened in campaigns.FollowAsync(campaign, 0, cancellationToken))
                    screen.Say($"{happened.At.ToLocalTime():HH:mm:ss} {happened.Kind}{(happened.Target is null ? "" : $" {happened.Target}")}{(happened.Status is null ? "" : $" {happened.Status}")}{(happened.Text is null ? "" : $": {happened.Text}")}");
            var detail = await campaigns.GetAsync(campaign, cancellationToken);
            var summary = detail.Summary;
            if (line.GetValue(json))
            {
                screen.JsonLine(new { Campaign = Plain(summary), detail.DeviceHours, ActiveSeconds = detail.ActiveTime.TotalSeconds, detail.TargetsPerHour, detail.ExpectedEnd, detail.WaitsFor,
                    Failures = detail.Failures.ToDictionary(failure => failure.Key.ToString().ToLowerInvariant(), failure => failure.Value) });
                return Code(summary);
            }
            screen.Line($"{summary.Id}  {summary.Name} (project {summary.Project}, workflow {summary.DefinitionId} version {summary.DefinitionVersion})");
            screen.Line($"{Word(summary.State)}{(summary.PausedBecause is null ? "" : $": {summary.PausedBecause}")}, priority {summary.Priority}");
            var counts = summary.Counts;
            screen.Line($"{counts.Total} targets: {counts.Pending} pending, {counts.Running} running, {counts.Waiting} waiting, {counts.Succeeded} succeeded, {counts.Failed} failed, {counts.Quarantined} quarantined, {counts.Cancelled} cancelled");
            foreach (var (why, number) in detail.WaitsFor) screen.Line($"  {number} wait: {why}");
            foreach (var (failure, number) in detail.Failures) screen.Line($"  {number} {failure.ToString().ToLowerInvariant()}");
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"worked on for {detail.ActiveTime:d\\.hh\\:mm\\:ss}, {detail.DeviceHours:0.###} device hours, {detail.TargetsPerHour:0.#} targets an hour{(detail.ExpectedEnd is { } end ? $", expected to end {end.ToLocalTime():yyyy-MM-dd HH:mm}" : "")}"));
            return Code(summary);
        }, cancellationToken));
        return command;
    }

    private static Command Change(Screen screen, TimeProvider time, StateOptions state, string verb, string description,
        Func<CampaignStore, CampaignRef, CancellationToken, Task<CampaignSummary>> change)
    {
        var id = Id();
        var command = new Command(verb, description) { id };
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async (campaigns, _) =>
        {
            var changed = await change(campaigns, new CampaignRef(line.GetValue(id)!), cancellationToken);
            screen.Say($"Campaign {changed.Id} is {Word(changed.State)}.");
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static Command Delete(Screen screen, TimeProvider time, StateOptions state)
    {
        var id = Id();
        var command = new Command("delete", "Deletes a campaign that has ended; artifacts stay, as others may share them: see 'artifacts collect'.") { id };
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async (campaigns, _) =>
        {
            await campaigns.DeleteAsync(new CampaignRef(line.GetValue(id)!), cancellationToken);
            screen.Say($"Campaign {line.GetValue(id)} is deleted.");
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static Command Retry(Screen screen, TimeProvider time, StateOptions state)
    {
        var id = Id();
        var quarantined = new Option<bool>("--quarantined") { Description = "Also those put aside because they ended their process." };
        var targets = new Option<string[]>("--target") { Description = "Only these, by name.", HelpName = "NAME" };
        var command = new Command("retry", "Tries failed targets again, from where they failed.") { id, quarantined, targets };
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async (campaigns, _) =>
        {
            var choice = line.GetValue(quarantined) ? RetryChoice.Failed | RetryChoice.Quarantined : RetryChoice.Failed;
            var count = await campaigns.RetryAsync(new CampaignRef(line.GetValue(id)!), choice, line.GetValue(targets) is { Length: > 0 } named ? named : null, cancellationToken);
            screen.Say($"{count} targets are tried again.");
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static Command Priority(Screen screen, TimeProvider time, StateOptions state)
    {
        var id = Id();
        var number = new Argument<int>("N") { Description = "Higher runs earlier; -1000 to 1000." };
        var command = new Command("priority", "Gives a campaign another place among the others.") { id, number };
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async (campaigns, _) =>
        {
            var changed = await campaigns.SetPriorityAsync(new CampaignRef(line.GetValue(id)!), line.GetValue(number), cancellationToken);
            screen.Say($"Campaign {changed.Id} has priority {changed.Priority}.");
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static Command Add(Screen screen, TimeProvider time, StateOptions state)
    {
        var id = Id();
        var inputs = new Argument<string[]>("INPUT") { Description = "As for 'submit'.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("add", "Adds targets; a campaign that had ended goes on.") { id, inputs };
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async (campaigns, _) =>
        {
            var targets = await TargetsAsync(screen, state, line, time, line.GetValue(inputs)!, cancellationToken);
            var added = await campaigns.AddTargetsAsync(new CampaignRef(line.GetValue(id)!), targets, cancellationToken);
            screen.Say($"{added} targets were added.");
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static Command Clone(Screen screen, TimeProvider time, StateOptions state)
    {
        var id = Id();
        var name = new Option<string?>("--name") { Description = "What to call the new one.", HelpName = "NAME" };
        var parameters = new CampaignParameters();
        var command = new Command("clone", "Submits a new campaign with the targets of another and other parameters; prints its id.") { id, name };
        foreach (var option in parameters.All) command.Options.Add(option);
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async (campaigns, _) =>
        {
            var copy = await campaigns.CloneAsync(new CampaignRef(line.GetValue(id)!), new CloneRequest { Name = line.GetValue(name), Inputs = parameters.Read(line),
                CreatedBy = Environment.UserName }, cancellationToken);
            screen.Line(copy.Id);
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static Command Budget(Screen screen, TimeProvider time, StateOptions state)
    {
        var id = Id();
        var hours = new Option<double?>("--device-hours") { Description = "Hours that predictions may take; absent: no limit.", HelpName = "H" };
        var wall = new Option<double?>("--wall-hours") { Description = "Hours it may be worked on; absent: no limit.", HelpName = "H" };
        var command = new Command("budget", "Changes what a campaign may spend; resume it where a budget had paused it.") { id, hours, wall };
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async (campaigns, _) =>
        {
            await campaigns.SetBudgetsAsync(new CampaignRef(line.GetValue(id)!), Budgets(line.GetValue(hours), line.GetValue(wall)), cancellationToken);
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static Command Failures(Screen screen, TimeProvider time, StateOptions state)
    {
        var id = Id();
        var command = new Command("failures", "Prints the failure manifest as CSV: class, attempts, message, suggestion, log tail.") { id };
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async (campaigns, _) =>
        {
            var rows = new List<TargetFailure>();
            await foreach (var row in campaigns.FailuresAsync(new CampaignRef(line.GetValue(id)!), cancellationToken)) rows.Add(Row(row));
            screen.Line(FailureTable.Format(rows).TrimEnd('\n'));
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    /// <summary>A line of the failure manifest as <c>failures.csv</c> has it.</summary>
    internal static TargetFailure Row(FailureRow row) =>
        new(row.Target, row.Label, row.Class.ToString().ToLowerInvariant(), row.Attempts, row.Message, row.Suggestion, row.LogTail);

    private static CampaignBudgets Budgets(double? deviceHours, double? wallHours) =>
        new() { DeviceHours = deviceHours, WallTime = wallHours is { } hours ? TimeSpan.FromHours(hours) : null };

    private static AdaptiveSampling? Band(string? text)
    {
        if (text is null) return null;
        var ends = text.Split('-', 2);
        return ends.Length == 2 && double.TryParse(ends[0], CultureInfo.InvariantCulture, out var low) && double.TryParse(ends[1], CultureInfo.InvariantCulture, out var high) && low < high
            ? new AdaptiveSampling(low, high) : throw new InputException($"--adaptive {text}: write LOW-HIGH, for example 0.4-0.7.");
    }

    private static int Code(CampaignSummary summary) => summary.State switch
    {
        CampaignState.PartlySucceeded or CampaignState.Failed => ExitCode.SomeFailed,
        CampaignState.Cancelled => ExitCode.Cancelled,
        _ => ExitCode.Success,
    };

    private static string Word(CampaignState state) => state == CampaignState.PartlySucceeded ? "partly succeeded" : state.ToString().ToLowerInvariant();

    private static object Plain(CampaignSummary item) => new
    {
        item.Id, item.Project, item.Name, State = Word(item.State), item.PausedBecause, item.Priority, Workflow = item.DefinitionId, item.DefinitionVersion, item.Counts.Total,
        item.Counts.Pending, item.Counts.Running, item.Counts.Waiting, item.Counts.Succeeded, item.Counts.Failed, item.Counts.Quarantined, item.Counts.Cancelled, item.CreatedAt, item.EndedAt,
    };

    private static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(new TableColumn(column) { NoWrap = true });
        return table;
    }

    private static IEnumerable<Text> Cells(params object[] values) => values.Select(value => new Text(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
}
