using System.CommandLine;
using Foldline.Cli.Terminal;

namespace Foldline.Cli.Serving;

/// <summary><c>foldline serve</c>: the HTTP API, the pages and, unless told otherwise, the work itself, in one process.</summary>
public static class ServeCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create(Screen screen, TimeProvider time)
    {
        var options = new ServeOptions();
        var command = new Command("serve", "Serves the API and the pages, and works on what is submitted.");
        foreach (var option in options.All) command.Options.Add(option);
        command.Subcommands.Add(KeyCommand.Create(screen, time, options));
        command.SetAction((line, cancellationToken) => new ServeRun(screen, time).RunAsync(options.Read(line), cancellationToken));
        return command;
    }
}
