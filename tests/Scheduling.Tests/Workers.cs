using System.Diagnostics;
using System.Globalization;

namespace Foldline.Scheduling.Tests;

/// <summary>Real worker processes, there to be killed.</summary>
internal sealed class Workers(string folder, string db, string blobs) : IDisposable
{
    private readonly List<Process> _all = [];

    private static string Host => Path.Combine(Repository.Root, "tests", "RunHost", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0",
        "Foldline.RunHost.dll");

    /// <summary>Starts one with its slots.</summary>
    public Process Start(int milliseconds, int search, int model, int light, string mode = "")
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[Host, "worker", folder, db, blobs, Text(milliseconds), Text(search), Text(model), Text(light), mode])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) lock (Said) Said.Add(line.Data);
        };
        process.BeginErrorReadLine();
        _all.Add(process);
        return process;
    }

    /// <summary>What they wrote to their error streams.</summary>
    public List<string> Said { get; } = [];

    /// <summary>All lines of all journals.</summary>
    public string[] Journal() => [.. Directory.EnumerateFiles(folder, "journal-*.txt").SelectMany(Lines)];

    public void Dispose()
    {
        foreach (var process in _all)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }

    private static string[] Lines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
