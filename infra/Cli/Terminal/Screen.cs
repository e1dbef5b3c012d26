using System.Text.Json;
using Spectre.Console;

namespace Foldline.Cli.Terminal;

/// <summary>The two streams a command talks to: results on standard output, everything said along the way on standard error.</summary>
public sealed class Screen
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>A screen over two consoles; tests pass their own.</summary>
    public Screen(IAnsiConsole output, IAnsiConsole messages)
    {
        Output = output;
        Messages = messages;
    }

    /// <summary>Standard output: tables, lines and JSON that a program may read.</summary>
    public IAnsiConsole Output { get; }

    /// <summary>Standard error: progress, notes and errors.</summary>
    public IAnsiConsole Messages { get; }

    /// <summary>Whether progress may be redrawn in place.</summary>
    public bool Interactive => Messages.Profile.Capabilities.Interactive && Messages.Profile.Capabilities.Ansi;

    /// <summary>The process's own streams.</summary>
    public static Screen System()
    {
#pragma warning disable RS0030 // the one place that touches the console
        var output = Create(Console.Out, Console.IsOutputRedirected);
        var messages = Create(Console.Error, Console.IsErrorRedirected);
#pragma warning restore RS0030
        return new Screen(output, messages);
    }

    /// <summary>Prints one line of plain text to standard output, whatever brackets it holds.</summary>
    public void Line(string text = "") => Output.Profile.Out.Writer.WriteLine(text);

    /// <summary>Prints a value as one JSON object on a line of standard output.</summary>
    public void JsonLine<T>(T value) => Line(JsonSerializer.Serialize(value, Json));

    /// <summary>Says something on standard error, in plain text.</summary>
    public void Say(string text) => Messages.Profile.Out.Writer.WriteLine(text);

    /// <summary>Says what went wrong, in one line that begins with the program's name.</summary>
    public void Fail(string sentence) => Say($"foldline: {sentence}");

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (redirected) console.Profile.Width = 160;
        return console;
    }
}
