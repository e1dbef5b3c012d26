using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Foldline.Server.Hosting;

/// <summary>
/// One line on standard error for each entry, whatever a request put into it: control characters, line breaks and marks that turn the direction of text are
/// written as escapes, so nobody can forge an entry or paint on the terminal.
/// </summary>
public sealed class CleanLog(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name under which the console logger knows it.</summary>
    public const string FormatterName = "foldline";

    /// <summary>Sends the log of a host here.</summary>
    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddConsole(console => (console.FormatterName, console.LogToStandardErrorThreshold) = (FormatterName, LogLevel.Trace));
        logging.Services.AddSingleton<ConsoleFormatter, CleanLog>();
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        // Our own lines say the same with the caller in them.
        logging.AddFilter("Foldline.Server.Access.KeyAuthentication", level => level >= LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
    }

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new StringBuilder(160);
        line.Append(time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)).Append(' ').Append(Level(logEntry.LogLevel)).Append(' ');
        Append(line, logEntry.Category[(logEntry.Category.LastIndexOf('.') + 1)..]);
        line.Append(": ");
        Append(line, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } fault)
        {
            line.Append(" | ");
            Append(line, fault.ToString().ReplaceLineEndings(" | "));
        }
        textWriter.WriteLine(line.ToString());
    }

    /// <summary>The text with everything escaped that is not to be seen as itself.</summary>
    public static string Escape(string text)
    {
        var clean = new StringBuilder(text.Length);
        Append(clean, text);
        return clean.ToString();
    }

    private static void Append(StringBuilder line, string text)
    {
        foreach (var letter in text)
        {
            if (char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else line.Append(letter);
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Critical => "CRIT ",
        LogLevel.Error => "ERROR",
        LogLevel.Warning => "WARN ",
        LogLevel.Information => "info ",
        _ => "debug",
    };
}
