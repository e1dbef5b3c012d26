using System.CommandLine;
using Foldline.Cli.Running;
using Foldline.Cli.Terminal;

namespace Foldline.Cli.Commands;

/// <summary><c>foldline run</c>: targets in, ranked structures out.</summary>
public static class RunCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen, TimeProvider time)
    {
        var options = new RunOptions();
        var command = new Command("run", "Searches, folds and ranks the targets of the input files.");
        foreach (var symbol in options.Symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }
        command.SetAction((line, cancellationToken) => new FoldRun(screen, time).RunAsync(options.Read(line), cancellationToken));
        return command;
    }
}
