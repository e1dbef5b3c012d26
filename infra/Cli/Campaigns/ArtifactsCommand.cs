using System.CommandLine;
using System.Globalization;
using Foldline.Artifacts;
using Foldline.Cli.Terminal;
using Foldline.Scheduling;
using Foldline.Sequences;

namespace Foldline.Cli.Campaigns;

/// <summary><c>foldline artifacts</c>: looks after the artifact store.</summary>
internal static class ArtifactsCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen, TimeProvider time)
    {
        var state = new StateOptions();
        var command = new Command("artifacts", "Looks after the artifact store.") { Collect(screen, time, state) };
        foreach (var option in state.All) command.Options.Add(option);
        return command;
    }

    /// <summary>How many days an artifact must be unused to be removed, as a time.</summary>
    /// <exception cref="InputException">It is less than none, or longer than a century.</exception>
    internal static TimeSpan Days(string option, double days) => days is >= 0 and < 36500 ? TimeSpan.FromDays(days)
        : throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{option} {days}: give a number of days, 0 or more."));

    private static Command Collect(Screen screen, TimeProvider time, StateOptions state)
    {
        var days = new Option<double>("--unused-for")
        {
            Description = "Days since an artifact was put; younger ones stay, as somebody may be about to refer to them. 0 only while nothing works on the state.",
            HelpName = "DAYS", DefaultValueFactory = _ => 7,
        };
        var plan = new Option<bool>("--plan") { Description = "Only tell what would be removed." };
        var command = new Command("collect",
            "Removes artifacts that no campaign, run or schedule refers to any more, and forgets searches of deleted campaigns. The store must be this state's alone.") { days, plan };
        command.SetAction((line, cancellationToken) => CampaignCommand.WithAsync(state, line, time, async (_, store) =>
        {
            if (state.OpenArtifacts(line, time) is not IArtifactInventory inventory) throw new InputException("This artifact store cannot be cleared.");
            var only = line.GetValue(plan);
            var report = await new ArtifactCollection(store, inventory, time).RunAsync(Days("--unused-for", line.GetValue(days)), !only, cancellationToken);
            screen.Line(string.Create(CultureInfo.InvariantCulture,
                $"{report.Unused} artifacts ({report.UnusedBytes / 1e6:0.0} MB) {(only ? "would be" : "were")} removed; {report.Kept} ({report.KeptBytes / 1e6:0.0} MB) are in use, {report.Young} ({report.YoungBytes / 1e6:0.0} MB) unused but too young."));
            if (report.Searches > 0)
                screen.Say($"{report.Searches} results of searches of deleted campaigns {(only ? "would be" : "were")} forgotten; a later collection removes what only they refer to.");
            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }
}
