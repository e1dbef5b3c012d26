using Foldline.Workflows;

namespace Foldline.RunHost;

/// <summary>A file that keeps its lines when the process is killed: each line is one write.</summary>
internal sealed class Journal(string path) : IProgress<RunEvent>, IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Lock _lock = new();

    public void Write(string line)
    {
        lock (_lock) _file.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
    }

    public void Report(RunEvent happened)
    {
        if (happened.Kind == RunEventKind.ActivityFinished) Write($"committed {happened.InstanceId} {happened.ActivityId}");
    }

    public void Dispose() => _file.Dispose();
}
