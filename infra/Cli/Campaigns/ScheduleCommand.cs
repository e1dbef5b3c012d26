using System.CommandLine;
using Foldline.Cli.Commands;
using Foldline.Cli.Terminal;
using Foldline.Persistence;
using Foldline.Scheduling;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Cli.Campaigns;

/// <summary><c>foldline schedule</c>: campaigns by the clock, or for every file that arrives in a folder. A server or worker submits them.</summary>
internal static class ScheduleCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen, TimeProvider time)
    {
        var state = new StateOptions();
        var command = new Command("schedule", "Campaigns by the clock, or for every file that arrives in a folder.") { Add(screen, time, state), List(screen, time, state) };
        command.Subcommands.Add(Change(screen, time, state, "enable", "Lets a schedule submit again.", (book, id, token) => book.SetEnabledAsync(id, null, true, token)));
        command.Subcommands.Add(Change(screen, time, state, "disable", "Lets a schedule submit nothing.", (book, id, token) => book.SetEnabledAsync(id, null, false, token)));
        command.Subcommands.Add(Change(screen, time, state, "remove", "Forgets a schedule; its campaigns stay.", (book, id, token) => book.RemoveAsync(id, null, token)));
        foreach (var option in state.All) command.Options.Add(option);
        return command;
    }

    private static Command Add(Screen screen, TimeProvider time, StateOptions state)
    {
        var inputs = new Argument<string[]>("INPUT") { Description = "The targets of each run, as for 'campaign submit'; none with --watch.", Arity = ArgumentArity.ZeroOrMore };
        var name = new Option<string>("--name") { Description = "What to call it.", HelpName = "NAME", Required = true };
        var project = new Option<string>("--project") { Description = "The project its campaigns belong to.", HelpName = "NAME", DefaultValueFactory = _ => "default" };
        var cron = new Option<string?>("--cron") { Description = "When: six fields, seconds first, for example '0 0 3 * * ?'.", HelpName = "EXPRESSION" };
        var zone = new Option<string>("--time-zone") { Description = "The zone it is read in.", HelpName = "ZONE", DefaultValueFactory = _ => "UTC" };
        var watch = new Option<string?>("--watch") { Description = "A folder: each new input file in it becomes a campaign.", HelpName = "DIR" };
        var missed = new Option<MissedRuns>("--missed") { Description = "Runs missed while nothing ran.", DefaultValueFactory = _ => MissedRuns.RunOnce };
        var overlap = new Option<RunOverlap>("--overlap") { Description = "A run that meets the campaign of the one before.", DefaultValueFactory = _ => RunOverlap.Skip };
        var parameters = new CampaignParameters();
        var command = new Command("add", "Keeps a schedule and prints its id.") { inputs, name, project, cron, zone, watch, missed, overlap };
        foreach (var option in parameters.All) command.Options.Add(option);
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async book =>
        {
            var targets = new List<NewTarget>();
            if (line.GetValue(inputs) is { Length: > 0 } files)
            {
                var batch = await TargetReader.ReadAsync(files, cancellationToken);
                if (!batch.Faults.IsEmpty) throw new InputException(string.Join('\n', batch.Faults.Select(fault => fault.Message)));
                var artifacts = state.OpenArtifacts(line, time);
                foreach (var target in batch.Targets) targets.Add(await FoldTargets.StoreAsync(target, artifacts, cancellationToken));
            }
            var schedule = await book.AddAsync(new NewSchedule
            {
                Project = line.GetValue(project)!, Name = line.GetValue(name)!, Cron = line.GetValue(cron), TimeZone = line.GetValue(zone)!,
                WatchFolder = line.GetValue(watch) is { } folder ? Path.GetFullPath(folder) : null, Missed = line.GetValue(missed), Overlap = line.GetValue(overlap),
                Definition = BuiltInDefinitions.Load("fold"), Inputs = parameters.Read(line), Targets = targets, CreatedBy = Environment.UserName,
            }, cancellationToken);
            screen.Line(schedule.Id);
            foreach (var next in schedule.Next) screen.Say($"next {next.ToLocalTime():yyyy-MM-dd HH:mm:ss}");
        }, cancellationToken));
        return command;
    }

    private static Command List(Screen screen, TimeProvider time, StateOptions state)
    {
        var command = new Command("list", "Lists schedules with their next runs, one JSON object a line.");
        command.SetAction((line, cancellationToken) => WithAsync(state, line, time, async book =>
        {
            foreach (var schedule in await book.ListAsync(null, cancellationToken))
                screen.JsonLine(new { schedule.Id, schedule.Plan.Project, schedule.Plan.Name, schedule.Enabled, schedule.Plan.Cron, schedule.Plan.TimeZone, schedule.Plan.WatchFolder,
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
