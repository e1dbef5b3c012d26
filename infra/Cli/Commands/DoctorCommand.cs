using System.CommandLine;
using Foldline.Cli.Terminal;

namespace Foldline.Cli.Commands;

/// <summary><c>foldline doctor</c>: what this machine has, what it lacks, and how to get it.</summary>
public static class DoctorCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen)
    {
        var command = new Command("doctor", "Says what this machine has, what it lacks, and how to get it.");
        command.SetAction((_, _) => Task.FromResult(ExitCode.Success));
        return command;
    }
}
