using System.Collections.Concurrent;
using Foldline.Server.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Foldline.Server.Tests;

/// <summary>Keeps the lines of the log as the product's own formatter writes them.</summary>
internal sealed class LogKeeper(ConcurrentQueue<string> lines, TimeProvider time) : ILoggerProvider
{
    private readonly CleanLog _format = new(time);

    public ILogger CreateLogger(string categoryName) => new Keeper(this, categoryName);

    public void Dispose() { }

    private sealed class Keeper(LogKeeper owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var writer = new StringWriter();
            owner._format.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), null, writer);
            owner.lines.Enqueue(writer.ToString()[..^Environment.NewLine.Length]);
        }

    }

    private readonly ConcurrentQueue<string> lines = lines;
}
