using System.CommandLine;
using System.Globalization;
using Foldline.Artifacts;
using Foldline.Cli.Commands;
using Foldline.Cli.Terminal;
using Foldline.Persistence;
using Foldline.Scheduling;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Cli.Campaigns;

/// <summary><c>foldline schedule</c>: campaigns by the clock, or for every file that arrives in a folder or container. A server or worker submits them.</summary>
internal static class ScheduleCommand
{
    private static readonly Dictionary<string, MissedRuns> Missed = new() { ["once"] = MissedRuns.RunOnce, ["skip"] = MissedRuns.Skip };
    private static readonly Dictionary<string, RunOverlap> Overlap = new() { ["skip"] = RunOverlap.Skip, ["cancel"] = RunOverlap.CancelPrevious, ["allow"] = RunOverlap.Allow };

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen, TimeProvider time)
    {
        var state = new StateOptions();
        var command = new Command("schedule", "Campaigns by the clock, or for every file that arrives in a folder or container.")
        {
            Add(screen, time, state), List(screen, time, state), Edit(screen, time, state),
            Change(screen, time, state, "run", "Lets one run come at once, beside those of the clock.", (book, id, token) => book.RunNowAsync(id, null, token)),
            Change(screen, time, state, "enable", "Lets a schedule submit again; what was missed is not made up for.", (book, id, token) => book.SetEnabledAsync(id, null, true, token)),
            Change(screen, time, state, "disable", "Lets a schedule submit nothing.", (book, id, token) => book.SetEnabledAsync(id, null, false, token)),
            Change(screen, time, state, "remove", "Forgets a schedule; its campaigns stay.", (book, id, token) => book.RemoveAsync(id, null, token)),
        };
        foreach (var option in state.All) command.Options.Add(option);
        return command;
    }

    private static Command Add(Screen screen, TimeProvider time, StateOptions state)
    {
        var inputs = new Argument<string[]>("INPUT") { Description = "The targets of each run, as for 'campaign submit'; none with --watch.", Arity = ArgumentArity.ZeroOrMore };
        var name = new Option<string>("--name") { Description = "What to call it, and its campaigns.", HelpName = "NAME", Required = true };
        var project = new Option<string>("--project") { Description = "The project its campaigns belong to.", HelpName = "NAME", DefaultValueFactory = _ => CampaignCommand.LocalProject };
        var cron = new Option<string?>("--cron") { Description = "When: six fields, seconds first; '0 0 3 * * ?' is every day at three.", HelpName = "EXPRESSION" };
        var zone = new Option<string>("--time-zone") { Description = "The zone the expression is read in, such as Europe/Berlin.", HelpName = "ZONE", DefaultValueFactory = _ => "UTC" };
        var watch = new Option<string?>("--watch") { Description = "A folder, or azure:CONNECTION with a container: each input file there becomes a campaign.", HelpName = "WHERE" };
        var missed = new Option<string>("--missed") { Description = "Runs missed while nothing ran: once (one is made up for) or skip.", HelpName = "POLICY", DefaultValueFactory = _ => "once" };
        var overlap = new Option<string>("--overlap") { Description = "A run that meets the open campaign of the one before: skip (is left out), cancel (replaces it) or allow (both run).", HelpName = "POLICY", DefaultValueFactory = _ => "skip" };
        var workflow = new Option<string?>("--workflow") { Description = "A definition (JSON); default: the built-in 'fold'.", HelpName = "FILE" };
        var priority = new Option<int>("--priority") { Description = "Higher runs earlier.", HelpName = "N" };
        var parameters = new CampaignParameters();
        var command = new Command("add", "Keeps a schedule, prints its id and its next runs.") { inputs, name, project, cron, zone, watch, missed, overlap, workflow, priority };
        foreach (var option in parameters.All) command.Options.Add(option);
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async book =>
        {
            var schedule = await book.AddAsync(new NewSchedule
            {
                Project = line.GetValue(project)!, Name = line.GetValue(name)!, Cron = line.GetValue(cron), TimeZone = line.GetValue(zone)!,
                Watch = line.GetValue(watch) is { } place ? Inboxes.IsContainer(place) ? place : Path.GetFullPath(place) : null,
                Missed = Chosen(Missed, "--missed", line.GetValue(missed)!), Overlap = Chosen(Overlap, "--overlap", line.GetValue(overlap)!),
                Definition = await CampaignCommand.DefinitionAsync(line.GetValue(workflow), cancellationToken),
                Inputs = parameters.Read(line), Targets = await CampaignCommand.TargetsAsync(screen, state, line, time, line.GetValue(inputs) ?? [], cancellationToken),
                Priority = line.GetValue(priority), CreatedBy = Environment.UserName,
            }, cancellationToken);
            screen.Line(schedule.Id);
            Tell(screen, schedule);
        }, cancellationToken));
        return command;
    }

    private static Command Edit(Screen screen, TimeProvider time, StateOptions state)
    {
        var id = new Argument<string>("SCHEDULE") { Description = "The schedule's id, as 'add' and 'list' print it." };
        var inputs = new Argument<string[]>("INPUT") { Description = "Other targets for each run; absent: those it has.", Arity = ArgumentArity.ZeroOrMore };
        var name = new Option<string?>("--name") { Description = "What to call it, and its campaigns.", HelpName = "NAME" };
        var cron = new Option<string?>("--cron") { Description = "When: six fields, seconds first.", HelpName = "EXPRESSION" };
        var zone = new Option<string?>("--time-zone") { Description = "The zone the expression is read in.", HelpName = "ZONE" };
        var missed = new Option<string?>("--missed") { Description = "Runs missed while nothing ran: once or skip.", HelpName = "POLICY" };
        var overlap = new Option<string?>("--overlap") { Description = "A run that meets the open campaign of the one before: skip, cancel or allow.", HelpName = "POLICY" };
        var workflow = new Option<string?>("--workflow") { Description = "Another definition (JSON), or a newer version of it.", HelpName = "FILE" };
        var priority = new Option<int?>("--priority") { Description = "Higher runs earlier.", HelpName = "N" };
        var parameters = new CampaignParameters();
        var command = new Command("change", "Changes a schedule; what is not said stays, and campaigns it has submitted are left alone.") { id, inputs, name, cron, zone, missed, overlap, workflow, priority };
        foreach (var option in parameters.All) command.Options.Add(option);
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async book =>
        {
            var definition = line.GetValue(workflow) is { } file ? await CampaignCommand.DefinitionAsync(file, cancellationToken) : null;
            var targets = await CampaignCommand.TargetsAsync(screen, state, line, time, line.GetValue(inputs) ?? [], cancellationToken);
            var schedule = await book.ChangeAsync(line.GetValue(id)!, null, kept => kept with
            {
                Name = line.GetValue(name) ?? kept.Name, Cron = line.GetValue(cron) ?? kept.Cron, TimeZone = line.GetValue(zone) ?? kept.TimeZone,
                Missed = line.GetValue(missed) is { } lost ? Chosen(Missed, "--missed", lost) : kept.Missed,
                Overlap = line.GetValue(overlap) is { } met ? Chosen(Overlap, "--overlap", met) : kept.Overlap,
                Definition = definition ?? kept.Definition, Inputs = kept.Inputs.With(parameters.Read(line)), Targets = targets.Count > 0 ? targets : kept.Targets,
                Priority = line.GetValue(priority) ?? kept.Priority,
            }, cancellationToken);
            Tell(screen, schedule);
        }, cancellationToken));
        return command;
    }

    private static void Tell(Screen screen, ScheduleRecord schedule) => screen.Say(schedule.Watched is { } watched
        ? $"Watches {watched}. 'foldline worker' or 'foldline serve' submits what arrives."
        : $"Next runs: {string.Join(", ", schedule.Next.Select(next => In(schedule, next)))} ({schedule.Plan.TimeZone}). 'foldline worker' or 'foldline serve' submits them.");

    private static TValue Chosen<TValue>(Dictionary<string, TValue> choices, string option, string text) =>
        choices.TryGetValue(text.ToLowerInvariant(), out var choice) ? choice : throw new InputException($"{option} {text}: use {string.Join(", ", choices.Keys)}.");

    private static string In(ScheduleRecord schedule, DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(schedule.Plan.TimeZone)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static Command List(Screen screen, TimeProvider time, StateOptions state)
    {
        var command = new Command("list", "Lists schedules with their next runs, one JSON object a line.");
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async book =>
        {
            foreach (var schedule in await book.ListAsync(null, cancellationToken))
                screen.JsonLine(new { schedule.Id, schedule.Plan.Project, schedule.Plan.Name, schedule.Enabled, schedule.Plan.Cron, schedule.Plan.TimeZone, schedule.Watched,
                    Missed = schedule.Plan.Missed.ToString(), Overlap = schedule.Plan.Overlap.ToString(), schedule.Next, schedule.LastAt, schedule.LastCampaign, schedule.LastNote });
        }, cancellationToken));
        return command;
    }

    private static Command Change(Screen screen, TimeProvider time, StateOptions state, string verb, string description, Func<ISchedules, string, CancellationToken, Task> change)
    {
        var id = new Argument<string>("SCHEDULE") { Description = "The schedule's id, as 'add' and 'list' print it." };
        var command = new Command(verb, description) { id };
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async book =>
        {
            await change(book, line.GetValue(id)!, cancellationToken);
            screen.Say($"{verb}: {line.GetValue(id)}");
        }, cancellationToken));
        return command;
    }

    private static Task<int> WithAsync(StateOptions state, ParseResult line, TimeProvider time, Func<ISchedules, Task> work, CancellationToken cancellationToken) =>
        CampaignCommand.WithAsync(state, line, time, async (_, store) =>
        {
            await work(new ScheduleBook(new ScheduleStore(store, time), WorkflowCommand.Catalog, time));
            return ExitCode.Success;
        }, cancellationToken);
}
