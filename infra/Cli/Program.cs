using System.CommandLine;
using Foldline.Cli.Campaigns;
using Foldline.Cli.Commands;
using Foldline.Cli.Serving;
using Foldline.Cli.Terminal;

namespace Foldline.Cli;

/// <summary>The entry point of <c>foldline</c>.</summary>
public static class Program
{
    /// <summary>Runs the command line and returns the documented exit code.</summary>
    public static Task<int> Main(string[] arguments) => RunAsync(arguments, Screen.System());

    /// <summary>The same, on a screen of the caller's.</summary>
    public static async Task<int> RunAsync(string[] arguments, Screen screen)
    {
        var root = new RootCommand("Folds proteins by the campaign: sequences in, ranked structures out.")
        {
            BenchCommand.Create(screen),
            CampaignCommand.Create(screen, TimeProvider.System),
            DoctorCommand.Create(screen),
            EvaluateCommand.Create(screen),
            ScheduleCommand.Create(screen, TimeProvider.System),
            ArtifactsCommand.Create(screen, TimeProvider.System),
            RunCommand.Create(screen, TimeProvider.System),
            ServeCommand.Create(screen, TimeProvider.System),
            TrainCommand.Create(screen, TimeProvider.System),
            VerifyCommand.Create(screen),
            WeightsCommand.Create(screen),
            WorkerCommand.Create(screen, TimeProvider.System),
            WorkflowCommand.Create(screen, TimeProvider.System),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) screen.Fail(error.Message);
            screen.Say($"Run 'foldline {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help' for the options.");
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
                Output = screen.Output.Profile.Out.Writer,
                Error = screen.Messages.Profile.Out.Writer,
            });
        }
        catch (Exception fault)
        {
            return Faults.Report(screen, fault, Running.DataFolder.Resolve((parsed.GetResult("--data") as System.CommandLine.Parsing.OptionResult)?.GetValueOrDefault<string?>()), TimeProvider.System);
        }
    }
}
